"""A model of a provider for tests: the local one, over HTTP on this machine, and what it was asked."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from sandbox.model_api.server import Settings, serve
from sandbox.servers.ports import free_port

KEY = "sk-test-KEY-7f3a"
MODEL = "local-coach"
EAR = "local-ear"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelApi:
    """``url`` ends in ``/v1``: what RELOVE_LLM_BASE_URL is set to."""

    url: str
    http: aiohttp.ClientSession

    async def faults(self, *rules: Mapping[str, Any]) -> None:
        """See ``sandbox.model_api.faults``; with none all is well again."""
        async with self.http.post(self._at("/model/faults"), json=list(rules)) as response:
            assert response.status == 200, await response.text()

    async def calls(self, path: str = "chat", *, after: int = 0) -> list[dict[str, Any]]:
        """What it was asked, oldest first: ``number``, ``received``, ``headers``, ``body``, ``fault``, ``sent``."""
        async with self.http.get(self._at(f"/model/log?path={path}&after={after}")) as response:
            found: list[dict[str, Any]] = (await response.json())["calls"]
            return found

    def _at(self, path: str) -> str:
        return self.url.removesuffix("/v1") + path


@asynccontextmanager
async def local_model_api(*, key: str | None = KEY, models: tuple[str, ...] = (MODEL, EAR)) -> AsyncIterator[ModelApi]:
    """In this process. By default it takes only ``KEY``, ``MODEL`` and, for voices, ``EAR``."""
    stop, started = asyncio.Event(), asyncio.Event()
    settings = Settings(port=free_port(), key=key, models=models)
    async with asyncio.TaskGroup() as group:
        group.create_task(serve(settings, stop=stop, started=started.set))
        await started.wait()
        try:
            async with aiohttp.ClientSession() as http:
                yield ModelApi(url=f"http://127.0.0.1:{settings.port}/v1", http=http)
        finally:
            stop.set()
