"""Where a benchmark plays: an embedded PostgreSQL, the local Bot API in a process of its own, and real bots."""

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession

from sandbox.servers import EmbeddedPostgres
from sandbox.servers.ports import free_port

ROOT = Path(__file__).parents[1]
BOT_ID = 123456
TOKEN = f"{BOT_ID}:BENCHBENCHBENCHBENCHBENCHBENCHBENCHB"


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    url: str
    http: ClientSession

    @property
    def settings(self) -> dict[str, str]:
        """What makes an app speak to it."""
        return {
            "RELOVE_LLM_PROVIDER": "openai",
            "RELOVE_LLM_API_KEY": "bench",
            "RELOVE_LLM_BASE_URL": f"{self.url}/v1",
            "RELOVE_LLM_MODEL": "local",
        }

    async def set_faults(self, *rules: Mapping[str, Any]) -> None:
        async with self.http.post(f"{self.url}/model/faults", json=list(rules)) as response:
            if response.status != 200:
                raise RuntimeError(await response.text())


@dataclass(kw_only=True)
class Stage:
    database_url: str
    api_url: str
    folder: Path
    http: ClientSession
    world: AsyncExitStack

    async def bot(self, **settings: str) -> "subprocess.Popen[bytes]":
        """A bot that is ready; stopped at the end."""
        listen = f"127.0.0.1:{free_port()}"
        environment = {
            "RELOVE_DATABASE_URL": self.database_url,
            "RELOVE_BOT_TOKEN": TOKEN,
            "RELOVE_BOT_API_URL": self.api_url,
            "RELOVE_METRICS_LISTEN": listen,
            "RELOVE_LOG_LEVEL": "WARNING",
            **settings,
        }
        process = self.start("apps.bot.main", environment=environment)
        await self.until(f"http://{listen}/health/ready")
        return process

    async def model(self) -> "Model":
        """The local model in a process of its own; stopped at the end."""
        port = free_port()
        self.start("sandbox.model_api", "--port", str(port), environment={})
        url = f"http://127.0.0.1:{port}"
        await self.until(f"{url}/health/live")
        return Model(url=url, http=self.http)

    async def people(self, ids: list[int]) -> None:
        await self.post("/sandbox/people", {"people": [{"id": n, "first_name": "Б", "is_started": True} for n in ids]})

    async def post(self, path: str, body: Any) -> None:
        async with self.http.post(self.api_url + path, json=body) as response:
            if response.status != 200:
                raise RuntimeError(f"{path}: {await response.text()}")

    async def sends(self, *, after: int = 0) -> list[Mapping[str, Any]]:
        async with self.http.get(f"{self.api_url}/sandbox/log?method=sendMessage&after={after}&limit=100000") as r:
            found: list[Mapping[str, Any]] = (await r.json())["calls"]
            return found

    async def until(self, url: str) -> None:
        for _ in range(600):
            try:
                async with self.http.get(url) as response:
                    if response.status == 200:
                        return
            except ClientError:
                pass
            await asyncio.sleep(0.1)
        raise RuntimeError(f"{url} is not ready")

    def start(self, module: str, *arguments: str, environment: Mapping[str, str]) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments], cwd=ROOT, env={**os.environ, **environment}
        )
        self.world.callback(process.wait)
        self.world.callback(process.terminate)
        return process

    async def start_api(self, *arguments: str) -> None:
        listen = self.api_url.removeprefix("http://")
        where = ("--listen", listen, "--data-dir", str(self.folder / "bot_api"), "--token", TOKEN)
        self.start("sandbox.bot_api", *where, *arguments, environment={})
        await self.until(f"{self.api_url}/health/live")


@asynccontextmanager
async def stage(*api_arguments: str) -> AsyncIterator[Stage]:
    async with AsyncExitStack() as world:
        folder = _folder(world)
        postgres = EmbeddedPostgres(folder / "postgres", database="relove_bench")
        url = await postgres.start()
        world.push_async_callback(postgres.stop)
        await asyncio.to_thread(_migrate, url)
        http = await world.enter_async_context(ClientSession())
        made = Stage(database_url=url, api_url=f"http://127.0.0.1:{free_port()}", folder=folder, http=http, world=world)
        await made.start_api(*api_arguments)
        yield made


def _folder(world: AsyncExitStack) -> Path:
    made = tempfile.TemporaryDirectory(prefix="relove-bench-", ignore_cleanup_errors=True)
    folder = Path(world.enter_context(made))
    folder.chmod(0o711)
    (folder / "bot_api").mkdir()
    return folder


def _migrate(url: str) -> None:
    environment = {**os.environ, "RELOVE_DATABASE_URL": url}
    subprocess.run([sys.executable, "-m", "alembic", "upgrade", "head"], cwd=ROOT, env=environment, check=True)
