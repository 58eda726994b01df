"""Ports on the loopback: whether one is free, a free one, and the one used last time."""

import socket
from pathlib import Path

LOOPBACK = "127.0.0.1"


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Whether a server may listen there now; a port in TIME_WAIT counts as free, as it does for the servers."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def remembered_port(file: Path) -> int:
    """The port of the last run where it is still free, so that an address noted down keeps working; else a new one."""
    try:
        port = int(file.read_text("ascii"))
    except (OSError, ValueError):
        port = 0
    if not (0 < port < 65536 and is_free(port)):
        port = free_port()
        file.write_text(f"{port}\n", "ascii")
    return port
