"""The panel's open doors in this process, over a database of their own."""

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from httpx import ASGITransport, AsyncClient, Response
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from apps.admin.app import build_app
from apps.admin.container import AdminContainer
from apps.admin.settings import AdminSettings
from apps.admin.signatures import signature_of
from relove_adapters.postgres.opening import opened_engine
from relove_adapters.postgres.transactions import PostgresTransactions
from relove_core.ids import UserId
from relove_core.streams.links import LinkKind, Target

SECRET = "only-the-platform-knows-" * 2
ANNA, BORIS = UserId(1001), UserId(1002)
BROWSER = {"user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)", "accept": "text/html"}
PLATFORM = Target(kind=LinkKind.PLATFORM, url="https://relove.ru/start?from=bot#top")
SHADOW = Target(kind=LinkKind.STREAM, url="https://relove.ru/streams/shadow-work", stream="shadow-work")


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    client: AsyncClient
    engine: AsyncEngine

    async def rows(self, sql: str, **given: object) -> list[Any]:
        async with self.engine.begin() as connection:
            done = await connection.execute(text(sql), given)
            return list(done.all()) if done.returns_rows else []

    async def person(self, user_id: UserId = ANNA) -> Any:
        return (await self.rows("SELECT * FROM users WHERE id = :id", id=user_id))[0]

    async def token(self, target: Target = PLATFORM, *, user_id: UserId = ANNA) -> str:
        async with PostgresTransactions(self.engine).begin() as tx:
            return (await tx.links.of(user_id, [target]))[target]

    async def steps(self, user_id: UserId = ANNA) -> set[str]:
        found = await self.rows("SELECT step FROM conversion_steps WHERE user_id = :id", id=user_id)
        return {row.step for row in found}

    async def kept(self) -> tuple[Any, ...]:
        """Everything that a call could have changed."""
        tables = ("users", "links", "purchases", "conversion_steps", "streams")
        return tuple([await self.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables])

    async def go(self, token: str, *, method: str = "GET", **headers: str) -> Response:
        given = BROWSER | {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.request(method, f"/go/{token}", headers=given)

    async def tell(
        self, told: object, *, age_s: float = 0, secret: str = SECRET, headers: dict[str, str] | None = None
    ) -> Response:
        """As the platform does it; ``told``: the body, or what becomes one by JSON."""
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        timestamp = str(int(time.time() - age_s))
        signed = signature_of(secret.encode(), timestamp.encode(), body).decode()
        given = {"X-Relove-Timestamp": timestamp, "X-Relove-Signature": signed}
        return await self.client.post("/hooks/purchase", content=body, headers=given | (headers or {}))


@asynccontextmanager
async def opened_doors(database_url: str, **settings: Any) -> AsyncIterator[Doors]:
    async with doors_of(database_url, **settings) as doors:
        await doors.rows("INSERT INTO users (id) VALUES (1001), (1002) ON CONFLICT DO NOTHING")
        yield doors


@asynccontextmanager
async def doors_of(database_url: str, **settings: Any) -> AsyncIterator[Doors]:
    """Over any database, or none at all."""
    given: dict[str, Any] = {"secret_key": "k" * 32, "platform_webhook_secret": SECRET, **settings}
    async with opened_engine(database_url, pool_size=8) as engine:
        container = AdminContainer(settings=AdminSettings(database_url=database_url, **given), engine=engine)
        container.check_dependencies()
        transport = ASGITransport(build_app(container), raise_app_exceptions=False)
        async with AsyncClient(transport=transport, base_url="http://panel.test") as client:
            yield Doors(client=client, engine=engine)
