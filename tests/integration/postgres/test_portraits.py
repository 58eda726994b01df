"""PostgreSQL's portraits keep every promise that the core was told."""

import pytest
from sqlalchemy import text

from relove_adapters.postgres.portraits import PostgresPortraits
from relove_core.ids import UserId, VersionId
from tests.contracts.portraits import PortraitsContract, Wall
from tests.integration.postgres.world import PostgresWorld

_KNOWN = text("INSERT INTO users (id) VALUES (:person) ON CONFLICT DO NOTHING")
_HANG = text(
    "INSERT INTO profile_versions (user_id, made_at, author, is_enough, psychological_summary, profile_summary,"
    " provider, model, prompt_version) VALUES (:person, now(), 'rotation', :is_enough, :told, '', '', '', '')"
    " RETURNING id"
)
_HOLDS = text("UPDATE users SET profile_version = :version WHERE id = :person")
_GONE = text("DELETE FROM users WHERE id = :person")


class PostgresWall:
    def __init__(self, world: PostgresWorld) -> None:
        self._engine = world.engine
        self.portraits = PostgresPortraits(world.engine)

    async def hang(self, user_id: UserId, text: str, *, is_enough: bool = True) -> VersionId:
        async with self._engine.begin() as connection:
            await connection.execute(_KNOWN, {"person": user_id})
            given = {"person": user_id, "is_enough": is_enough, "told": text}
            version = VersionId((await connection.execute(_HANG, given)).scalar_one())
            await connection.execute(_HOLDS, {"person": user_id, "version": version})
        return version

    async def forget(self, user_id: UserId) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(_GONE, {"person": user_id})


class TestPostgresPortraits(PortraitsContract):
    @pytest.fixture
    async def wall(self, world: PostgresWorld) -> Wall:
        return PostgresWall(world)
