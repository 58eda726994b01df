"""Portraits for whoever speaks with their people, and which of them hold no more."""

from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.engine import acting
from relove_adapters.postgres.sql import BIGINT, BIGINTS, statement
from relove_core.ids import UserId, VersionId

_READ = statement(
    """
    SELECT psychological_summary FROM profile_versions WHERE id = :version AND user_id = :person AND is_enough
    """,
    person=BIGINT,
    version=BIGINT,
)
#: Whoever was forgotten and came back has another version, or none: it is not theirs any more either.
_OVER = statement(
    """
    SELECT given.person FROM unnest(:people, :versions) AS given (person, version)
     WHERE NOT EXISTS (SELECT FROM users u WHERE u.id = given.person AND u.profile_version = given.version)
    """,
    people=BIGINTS,
    versions=BIGINTS,
)


class PostgresPortraits:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def of(self, user_id: UserId, version: VersionId) -> str | None:
        async with acting(self._engine) as connection:
            found = await connection.execute(_READ, {"person": user_id, "version": version})
            text: str | None = found.scalar_one_or_none()
        return text

    async def over(self, held: Collection[tuple[UserId, VersionId]]) -> Collection[UserId]:
        given = {"people": [person for person, _ in held], "versions": [version for _, version in held]}
        async with acting(self._engine) as connection:
            people = (await connection.execute(_OVER, given)).scalars().all()
        return [UserId(person) for person in people]
