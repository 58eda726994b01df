"""Tracked links followed a second, beside a bare Litestar redirect that does the same statement."""

import asyncio
import time
from statistics import median

import asyncpg  # type: ignore[import-untyped]  # ships no types

from benchmarks.report import Figure
from benchmarks.stage import Stage, stage
from sandbox.servers.ports import free_port

PEOPLE, ROUNDS, AT_ONCE = 500, 8, 16
BROWSER = {"User-Agent": "Mozilla/5.0 (iPhone)", "Accept": "text/html"}


async def measure() -> list[Figure]:
    async with stage() as playground:
        tokens = await _tokens(playground)
        ours = await _panel(playground)
        bare = await _bare(playground)
        for address in (ours, bare):
            await _round(playground, address, tokens)
        pairs = [
            (await _round(playground, ours, tokens), await _round(playground, bare, tokens)) for _ in range(ROUNDS)
        ]
        clicks = await _clicks(playground)
    if clicks != 2 * PEOPLE * (ROUNDS + 1):
        raise RuntimeError(f"{clicks} clicks were counted")
    ratio = median(o / b for o, b in pairs)
    return [
        Figure(
            name="links followed/s / a bare redirect with the same statement",
            value=ratio,
            bound="≥ 0.5",
            is_met=ratio >= 0.5,
            remark=f"{median(o for o, _ in pairs):.0f} a second beside {median(b for _, b in pairs):.0f}, none lost",
        )
    ]


async def _tokens(playground: Stage) -> list[str]:
    """A link to the platform for each of many people."""
    connection = await asyncpg.connect(playground.database_url)
    await connection.execute("INSERT INTO users (id) SELECT generate_series(1, $1)", PEOPLE)
    rows = await connection.fetch(
        "INSERT INTO links (token, user_id, kind, url)"
        " SELECT lpad(id::text, 22, '0'), id, 'platform', 'https://relove.ru/' FROM users RETURNING token"
    )
    await connection.close()
    return [row["token"] for row in rows]


async def _clicks(playground: Stage) -> int:
    connection = await asyncpg.connect(playground.database_url)
    counted: int = await connection.fetchval("SELECT sum(clicks) FROM links")
    await connection.close()
    return counted


async def _panel(playground: Stage) -> str:
    listen = f"127.0.0.1:{free_port()}"
    environment = {
        "RELOVE_DATABASE_URL": playground.database_url,
        "RELOVE_SECRET_KEY": "k" * 32,
        "RELOVE_ADMIN_LISTEN": listen,
        "RELOVE_LOG_LEVEL": "WARNING",
    }
    playground.start("apps.admin.main", environment=environment)
    await playground.until(f"http://{listen}/health/ready")
    return f"http://{listen}"


async def _bare(playground: Stage) -> str:
    port = free_port()
    playground.start("benchmarks.bare_links", str(port), environment={"RELOVE_DATABASE_URL": playground.database_url})
    await playground.until(f"http://127.0.0.1:{port}/health/ready")
    return f"http://127.0.0.1:{port}"


async def _round(playground: Stage, address: str, tokens: list[str]) -> float:
    """Every link once; links a second."""
    waiting = iter(tokens)

    async def visitor() -> None:
        for token in waiting:
            url = f"{address}/go/{token}"
            async with playground.http.get(url, headers=BROWSER, allow_redirects=False) as answer:
                if answer.status != 303:
                    raise RuntimeError(f"{answer.status} instead of a redirect")

    begun = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(visitor())
    return len(tokens) / (time.perf_counter() - begun)
