"""The people's table."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from relove_adapters.postgres.sql import BIGINT, BIGINTS, BOOL, MOMENT, TEXT, as_json, statement
from relove_core.delivery.model import Cause
from relove_core.ids import UserId
from relove_core.users.consent import ConsentAnswer, ConsentKind
from relove_core.users.model import Gender, Intensity, Language, User

_GET = statement("SELECT * FROM users WHERE id = :id", id=BIGINT)
_CAME_BY = statement("UPDATE users SET source = :source WHERE id = :id AND source IS NULL", id=BIGINT, source=TEXT)
_ADDRESS = statement("UPDATE users SET gender = :gender WHERE id = :id", id=BIGINT, gender=TEXT)
_LIVE_IN = statement("UPDATE users SET time_zone = :time_zone WHERE id = :id", id=BIGINT, time_zone=TEXT)
_SPEAK = statement("UPDATE users SET language = :language WHERE id = :id", id=BIGINT, language=TEXT)
_PROVOKE = statement("UPDATE users SET intensity = :intensity WHERE id = :id", id=BIGINT, intensity=TEXT)
_LISTEN = statement("UPDATE users SET takes_voice = :takes_voice WHERE id = :id", id=BIGINT, takes_voice=BOOL)
_MARK = statement(
    """
    UPDATE users SET markers = markers || jsonb_build_object(CAST(:marker AS text), CAST(:value AS text))
     WHERE id = :id AND markers ->> :marker IS DISTINCT FROM :value
    """,
    id=BIGINT,
    marker=TEXT,
    value=TEXT,
)
_CONSENT = statement(
    """
    WITH consented AS (
        INSERT INTO conversion_steps (user_id, step, taken_at) SELECT :id, 'consented', :answered_at WHERE :is_whole
        ON CONFLICT DO NOTHING
    )
    INSERT INTO consents (user_id, kind, version, is_given, answered_at, update_id)
    VALUES (:id, :kind, :version, :is_given, :answered_at, :update_id)
    """,
    id=BIGINT,
    is_whole=BOOL,
    kind=TEXT,
    version=TEXT,
    is_given=BOOL,
    answered_at=MOMENT,
    update_id=BIGINT,
)
_CONSENTS = statement(
    """
    SELECT DISTINCT ON (kind) kind, version, is_given FROM consents WHERE user_id = :id ORDER BY kind, id DESC
    """,
    id=BIGINT,
)
_SET_ACTIVE = statement("UPDATE users SET is_active = :is_active WHERE id = :id", id=BIGINT, is_active=BOOL)
_LEARN = statement(
    """
    UPDATE users SET metaphysical_profile = coalesce(metaphysical_profile, '{}') || CAST(:learnt AS jsonb)
     WHERE id = :id
    """,
    id=BIGINT,
    learnt=TEXT,
)
# Which of two wishes counts is decided by the order in which they arrived here, not by when they are worked on:
# a pause overtakes, a resume does not.
_PAUSE = statement(
    """
    UPDATE users SET paused_at = :paused_at, pause_arrival = asked.arrival
      FROM (SELECT max(arrival) AS arrival FROM inbox WHERE bot_id = :bot_id AND update_id = ANY(:update_ids)) asked
     WHERE id = :id AND coalesce(pause_arrival, 0) < asked.arrival
    """,
    id=BIGINT,
    bot_id=BIGINT,
    update_ids=BIGINTS,
    paused_at=MOMENT,
)


class PostgresUsers:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, user_id: UserId) -> User | None:
        row = (await self._connection.execute(_GET, {"id": user_id})).one_or_none()
        return None if row is None else _user(row)

    async def came_by(self, user_id: UserId, source: str) -> None:
        await self._connection.execute(_CAME_BY, {"id": user_id, "source": source})

    async def address(self, user_id: UserId, gender: Gender) -> None:
        await self._connection.execute(_ADDRESS, {"id": user_id, "gender": gender.value})

    async def live_in(self, user_id: UserId, time_zone: str) -> None:
        await self._connection.execute(_LIVE_IN, {"id": user_id, "time_zone": time_zone})

    async def speak(self, user_id: UserId, language: Language) -> None:
        await self._connection.execute(_SPEAK, {"id": user_id, "language": language.value})

    async def provoke(self, user_id: UserId, intensity: Intensity) -> None:
        await self._connection.execute(_PROVOKE, {"id": user_id, "intensity": intensity.value})

    async def listen(self, user_id: UserId, *, takes_voice: bool) -> None:
        await self._connection.execute(_LISTEN, {"id": user_id, "takes_voice": takes_voice})

    async def mark(self, user_id: UserId, marker: str, value: str) -> bool:
        given = {"id": user_id, "marker": marker, "value": value}
        return (await self._connection.execute(_MARK, given)).rowcount > 0

    async def consent(
        self, user_id: UserId, answer: ConsentAnswer, *, cause: Cause, at: datetime, is_whole: bool = False
    ) -> None:
        given = {"id": user_id, "kind": answer.kind.value, "version": answer.version, "is_given": answer.is_given}
        told = {"answered_at": at, "update_id": cause.update_ids[0], "is_whole": is_whole}
        await self._connection.execute(_CONSENT, {**given, **told})

    async def consents_of(self, user_id: UserId) -> frozenset[ConsentKind]:
        newest = [
            ConsentAnswer(kind=ConsentKind(row.kind), version=row.version, is_given=row.is_given)
            for row in await self._connection.execute(_CONSENTS, {"id": user_id})
        ]
        return frozenset(answer.kind for answer in newest if answer.is_given and answer.is_current)

    async def pause(self, user_id: UserId, cause: Cause, *, at: datetime) -> bool:
        return await self._set_pause(user_id, cause, at)

    async def resume(self, user_id: UserId, cause: Cause) -> bool:
        return await self._set_pause(user_id, cause, None)

    async def set_active(self, user_id: UserId, *, is_active: bool) -> None:
        await self._connection.execute(_SET_ACTIVE, {"id": user_id, "is_active": is_active})

    async def learn(self, user_id: UserId, *, metaphysical_profile: dict[str, object]) -> None:
        await self._connection.execute(_LEARN, {"id": user_id, "learnt": as_json(metaphysical_profile)})

    async def _set_pause(self, user_id: UserId, cause: Cause, paused_at: datetime | None) -> bool:
        changed = await self._connection.execute(
            _PAUSE,
            {
                "id": user_id,
                "bot_id": cause.bot_id,
                "update_ids": list(cause.update_ids),
                "paused_at": paused_at,
            },
        )
        return changed.rowcount > 0


def _user(row: Any) -> User:
    read = ("gender", "streams", "intensity", "language")
    fields = {name: getattr(row, name) for name in User.__dataclass_fields__ if name not in read}
    return User(
        **fields,
        gender=Gender(row.gender) if row.gender else None,
        streams=tuple(row.streams),
        intensity=Intensity(row.intensity),
        language=Language(row.language) if row.language else None,
    )
