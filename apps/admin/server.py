"""uvicorn on a socket of ours: no banner, no log of its own, and a stop that ends in exit code 0."""

import asyncio
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

FAREWELL_S = 7


class Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """asyncio hears the signals: uvicorn would raise them once more at the end, and the exit code not be 0."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield


async def serve(app: Any, bound: socket.socket) -> None:
    """Until SIGTERM or SIGINT; what is being answered then may take the farewell to end."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        lifespan="on",
        timeout_graceful_shutdown=FAREWELL_S,
    )
    await Server(config).serve(sockets=[bound])
