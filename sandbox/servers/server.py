"""What the embedded servers have in common: a folder of their own, a remembered port, a start that outlives crashes."""

import asyncio
import os
import signal
import time
from abc import ABC, abstractmethod
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from sandbox.kept import kept, private_folder
from sandbox.refusal import Refused
from sandbox.servers.leash import CANNOT_DROP
from sandbox.servers.ports import remembered_port
from sandbox.servers.privileges import CANNOT_DROP_ROOT, ServerUser, server_user
from sandbox.servers.process import Firmness, ServerProcess, end_orphan

#: After kill -9 the remains of a server (its children, its shared memory) go within seconds.
REMAINS_GO = timedelta(seconds=15)
#: Recovery after a crash reads the log since the last checkpoint.
RECOVERY = timedelta(seconds=120)


class EmbeddedServer(ABC):
    """A server in ``folder``: ``password`` and ``port`` (kept between runs), ``server.log``, and its files.

    Not durable means: fast, and lost with the machine's power; for tests. All methods are for the main thread.
    """

    title: ClassVar[str]
    gently: ClassVar[Firmness]
    at_once: ClassVar[Firmness]

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder.resolve()
        self.durable = durable
        self.port = 0
        self._process: ServerProcess | None = None

    @property
    @abstractmethod
    def executable(self) -> Path: ...

    @property
    @abstractmethod
    def files(self) -> Path:
        """The folder that the server itself owns."""

    @property
    @abstractmethod
    def url(self) -> str: ...

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None else None

    @property
    def password(self) -> str:
        return kept(self.folder / "password")

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    async def start(self) -> str:
        """Start, ending what an earlier run left behind, and return the URL.

        Raises:
            Refused: it does not start; the message is for a person.
        """
        if self.pid is not None:
            return self.url
        private_folder(self.folder)
        user = server_user(self.files, self.executable)
        await end_orphan(self._noted_pid(), self.gently, is_ours=self._is_ours)
        self._process = ServerProcess(log=self.log, user=user, farewell=self._farewell)
        await self._prepare(user)
        deadline = time.monotonic() + REMAINS_GO.total_seconds()
        while not await self._attempt(self._process):
            if time.monotonic() > deadline:
                raise Refused(f"{self.title} не запускается. Что он сказал, записано в {self.log}")
            await asyncio.sleep(0.3)
        return self.url

    async def stop(self, *, immediate: bool = False) -> None:
        if self._process is not None:
            await self._process.stop(self.at_once if immediate else self.gently)

    async def kill(self) -> None:
        """End the server the way a crash does, with its children left to find out; for tests."""
        if self._process is not None:
            await self._process.stop(((signal.SIGKILL, timedelta(seconds=5)),))

    def kill_now(self) -> None:
        """Send the hardest signal that still ends the server's own children, and do not wait."""
        if self.pid is not None:
            os.kill(self.pid, next(iter(self.at_once))[0])

    async def restart(self, *, immediate: bool = False) -> str:
        """Stop and start on the same port; ``immediate`` stops without a shutdown, as a crash would."""
        await self.stop(immediate=immediate)
        return await self.start()

    async def _attempt(self, process: ServerProcess) -> bool:
        self._clear_remains()
        self.port = remembered_port(self.folder / "port")
        process.spawn(self._command(), config=self._config())
        deadline = time.monotonic() + RECOVERY.total_seconds()
        while process.exit_code is None and time.monotonic() < deadline:
            if await self._is_ready():
                return True
            await asyncio.sleep(0.02)
        self._require_root_dropped(process.exit_code)
        await process.stop(self.at_once)
        return False

    def _require_root_dropped(self, exit_code: int | None) -> None:
        if exit_code == CANNOT_DROP:
            raise Refused(CANNOT_DROP_ROOT)

    @property
    def _farewell(self) -> signal.Signals:
        return next(iter(self.gently))[0]

    @abstractmethod
    async def _prepare(self, user: ServerUser) -> None:
        """Make the files at the first start."""

    @abstractmethod
    def _command(self) -> list[str]: ...

    def _config(self) -> bytes:
        return b""

    @abstractmethod
    async def _is_ready(self) -> bool: ...

    @abstractmethod
    def _noted_pid(self) -> int:
        """The process number that an earlier run noted, 0 for none."""

    @abstractmethod
    def _is_ours(self, pid: int) -> bool:
        """Whether that process lives and is our server in our folder: numbers are used again."""

    @abstractmethod
    def _clear_remains(self) -> None:
        """Remove what would make the server believe that an earlier one still runs."""
