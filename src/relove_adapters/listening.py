"""A socket to listen on, or a sentence for a person about why there is none."""

import errno
import os
import socket

BACKLOG = 128
_PERMISSIONS = frozenset({errno.EACCES, errno.EPERM})


class CannotListen(Exception):
    """The address cannot be listened on. The message is Russian and follows the name of the variable and a colon."""


def listening(listen: str) -> socket.socket:
    """A socket bound to ``host:port`` and listening.

    Raises:
        CannotListen: the port is taken, the address is not of this machine, or there is no right to it.
    """
    host, _, port = listen.rpartition(":")
    try:
        family, kind, protocol, _, address = _first(host.strip("[]"), int(port))
        bound = socket.socket(family, kind, protocol)
    except OSError as e:
        raise CannotListen(f"имя {host} не находится. Укажите адрес этой машины, например 127.0.0.1:{port}.") from e
    try:
        if os.name == "posix":
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        bound.listen(BACKLOG)
        bound.setblocking(False)
    except OSError as e:
        bound.close()
        raise CannotListen(_why(e, host, port)) from e
    return bound


def _first(host: str, port: int) -> "tuple[int, int, int, str, tuple[str, int] | tuple[str, int, int, int]]":
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, kind, protocol, name, address = found[0]
    return family, kind, protocol, name, address  # type: ignore[return-value]  # an address with a host is a str first


def _why(error: OSError, host: str, port: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"порт {port} занят другой программой. Остановите её или укажите другой порт."
    if error.errno == errno.EADDRNOTAVAIL:
        return f"у этой машины нет адреса {host}. Укажите свой, например 127.0.0.1:{port}."
    if error.errno in _PERMISSIONS:
        return f"на порт {port} нет прав. Укажите порт от 1024."
    return f"слушать {host}:{port} нельзя ({os.strerror(error.errno or 0)}). Укажите другой адрес."
