"""Starts everything in order, keeps it running, and stops it in the opposite order."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import AsyncExitStack

from sandbox import memory
from sandbox.child import Child, Program
from sandbox.console import Console
from sandbox.datadir import DataDir
from sandbox.plan import Addresses, Commands, Plan
from sandbox.servers.server import EmbeddedServer
from sandbox.settings import LocalSettings
from sandbox.steps import embedded_servers, migrate, require_database, start_servers, step

#: After this long a person is told for whom we wait.
SLOW_S = 30.0


class Supervisor:
    def __init__(self, settings: LocalSettings, data: DataDir, console: Console, commands: Commands) -> None:
        self._settings = settings
        self._data = data
        self._console = console
        self._commands = commands
        self._servers: dict[str, EmbeddedServer] = {}
        self._children: list[Child] = []

    async def run(self) -> None:
        """Run until cancelled.

        Raises:
            Refused: alone or in a group; something has to be changed by a person.
        """
        self._console.line(f"reLove запускается. Данные: {self._data.path}")
        addresses = await Addresses.reserved(self._settings)
        self._servers = embedded_servers(self._settings, self._data)
        async with AsyncExitStack() as stack:
            await start_servers(self._servers, stack, self._console)
            plan = self._plan(addresses)
            await self._migrate(plan)
            stack.enter_context(self._data.telling(plan.settings_of_apps()))
            chat = plan.chat()
            async with asyncio.TaskGroup() as chat_tasks:
                await self._start([chat] if chat else [], chat_tasks)
                async with asyncio.TaskGroup() as app_tasks:
                    await self._start(plan.apps(), app_tasks)
                    self._announce(addresses)
                    await asyncio.Event().wait()

    def kill(self) -> None:
        """End everything this instant; the data are made to bear it."""
        for child in self._children:
            child.kill()
        for server in self._servers.values():
            server.kill_now()

    def _plan(self, addresses: Addresses) -> Plan:
        settings = self._settings
        return Plan(
            settings=settings,
            data=self._data,
            addresses=addresses,
            commands=self._commands,
            database_url=settings.database_url.get_secret_value()
            if settings.database_url
            else self._servers["postgres"].url,
            redis_url=settings.redis_url.get_secret_value() if settings.redis_url else self._servers["redis"].url,
        )

    async def _migrate(self, plan: Plan) -> None:
        if self._settings.database_url is not None:
            await require_database(plan.database_url)
        with step(self._console, "таблицы базы"):
            log = self._data.path / "migrations.log"
            await migrate(self._commands.migrate, plan.migration_environment(), log)

    async def _start(self, programs: list[Program], tasks: asyncio.TaskGroup) -> None:
        children = [Child(program, self._console) for program in programs]
        self._children += children
        for child in children:
            tasks.create_task(child.keep_running())
        async with asyncio.TaskGroup() as waits:
            for child in children:
                waits.create_task(self._wait_ready(child))

    async def _wait_ready(self, child: Child) -> None:
        with step(self._console, child.program.name):
            try:
                async with asyncio.timeout(SLOW_S):
                    await child.ready.wait()
            except TimeoutError:
                self._console.said(child.program.name, f"ещё не готов: жду ответа {child.program.ready_url}")
                await child.ready.wait()

    def _announce(self, addresses: Addresses) -> None:
        rows = [("Панель", f"{addresses.panel.url}/"), ("Данные", str(self._data.path)), ("Остановить", "Ctrl-C")]
        if addresses.chat is not None:
            rows.insert(0, ("Чат с ботом", f"{addresses.chat.url}/"))
        self._console.box(rows, title="reLove работает")
        self._console.line()
        for line in memory.table(memory.measure(dict(self._pids()))):
            self._console.line(f"  {line}")
        self._console.line()

    def _pids(self) -> Iterator[tuple[str, int]]:
        for server in self._servers.values():
            if server.pid is not None:
                yield server.title, server.pid
        for child in self._children:
            if child.pid is not None:
                yield child.program.name, child.pid
        yield "запуск", os.getpid()
