"""The plumbing of the integration tests keeps its word: a database of one's own, an empty Redis, no network."""

import asyncio
import socket

import asyncpg  # type: ignore[import-untyped]  # ships no types
import pytest
from redis.asyncio import Redis

from tests.servers import OutsideNetworkError, watched_network


@pytest.mark.parametrize("turn", [1, 2])
async def test_every_test_has_a_fresh_database(turn: int, database_url: str) -> None:
    connection = await asyncpg.connect(database_url)

    await connection.execute("CREATE TABLE mine (turn integer)")
    assert (await connection.fetchval("SELECT current_database()")).endswith("_test")
    await connection.close()


@pytest.mark.parametrize("turn", [1, 2])
async def test_every_test_has_an_empty_redis(turn: int, redis_url: str) -> None:
    async with Redis.from_url(redis_url) as client:
        assert await client.dbsize() == 0
        await client.set("left over", turn)


async def test_a_connection_left_open_does_not_keep_the_database(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)

    assert not connection.is_closed()
    connection.terminate()


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80)])
def test_a_socket_may_not_leave_this_machine(address: tuple[str, int]) -> None:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as outgoing, pytest.raises(OutsideNetworkError):
        outgoing.connect(address)

    assert forget_attempts() == [address[0]]


async def test_asyncio_may_not_leave_this_machine_either() -> None:
    with pytest.raises(OutsideNetworkError):
        await asyncio.open_connection("192.0.2.1", 80)
    with pytest.raises(OutsideNetworkError):
        await asyncio.open_connection("example.org", 80)

    assert forget_attempts() == ["192.0.2.1", "example.org"]


def test_names_that_never_exist_are_simply_not_found() -> None:
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("api.telegram.invalid", 443)

    assert forget_attempts() == []


def forget_attempts() -> list[str]:
    """What the guard noted, so that it does not fail the test that asked for it."""
    noted = watched_network()
    tried = list(noted)
    noted.clear()
    return tried
