"""Answers that are none: what a proxy says, and a connection that is cut."""

import socket
import struct

from aiohttp import web

#: Close at once and throw away what is not sent: the other side sees a reset.
NO_LINGER = struct.pack("ii", 1, 0)


def bad_gateway() -> web.Response:
    page = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1><hr>nginx</body></html>\r\n"
    return web.Response(status=502, text=page, content_type="text/html")


def cut(request: web.Request) -> web.Response:
    """Reset the connection. The response is never written; aiohttp only wants one to be there."""
    transport = request.transport
    if transport is not None:
        connection = transport.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
        transport.abort()
    return web.Response(status=500)
