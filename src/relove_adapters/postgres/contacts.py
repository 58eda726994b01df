"""What happens at every contact, as one statement."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.engine import acting, changing
from relove_adapters.postgres.sql import BIGINT, BIGINTS, BOOL, SPAN, TEXT, as_json, statement
from relove_core.delivery.model import Cause, LeaseLost
from relove_core.ids import UserId, VersionId
from relove_core.profiles.freshness import Freshness
from relove_core.users.consent import CURRENT, ConsentKind
from relove_core.users.model import Contact, Gender, Intensity, Language, language_of, names_of
from relove_core.users.ports import Seen, Stranger

_KNOWN = """
    id, gender, last_journey_stage, paused_at, time_zone, is_admin, metaphysical_profile,
    intensity, takes_voice, language, profile_version
"""
TOUCH = statement(
    f"""
    WITH begun AS (
        UPDATE inbox SET runs = runs + 1
         WHERE bot_id = :bot_id AND update_id = ANY(:update_ids) AND state = 'pending'
        RETURNING update_id, runs
    ), acquainted AS (
        SELECT FROM begun WHERE :may_be_new OR EXISTS (SELECT FROM users WHERE id = :user_id)
    ), person AS (
        INSERT INTO users AS u (id, username, first_name, last_name, language_code, is_admin)
        SELECT :user_id, :username, :first_name, :last_name, :language_code, :user_id = ANY(:owners)
         WHERE EXISTS (SELECT FROM acquainted)
        ON CONFLICT (id) DO UPDATE SET
            username = excluded.username, first_name = excluded.first_name, last_name = excluded.last_name,
            language_code = excluded.language_code, last_seen_date = now(), is_active = true
         WHERE u.last_seen_date <= now() - :once_in OR NOT u.is_active
            OR (u.username, u.first_name, u.last_name, u.language_code) IS DISTINCT FROM
               (excluded.username, excluded.first_name, excluded.last_name, excluded.language_code)
        RETURNING {_KNOWN}, xmax = 0 AS is_new
    ), came AS (
        INSERT INTO conversion_steps (user_id, step, taken_at) SELECT id, 'came', now() FROM person WHERE is_new
        ON CONFLICT DO NOTHING
    ), acquired AS (
        INSERT INTO profile_states (user_id, due_at)
        SELECT id, now() + :period FROM person WHERE NOT EXISTS (SELECT FROM profile_states WHERE user_id = person.id)
        ON CONFLICT DO NOTHING
    ), asked AS (
        UPDATE profile_states s SET asked_at = now(), due_at = coalesce(due_at, now())
          FROM person
         WHERE s.user_id = person.id AND s.asked_at IS NULL
           AND (s.due_at IS NULL OR (s.due_at <= now() AND s.failures = 0))
    ), known AS (
        SELECT * FROM person
        UNION ALL
        SELECT {_KNOWN}, false FROM users
         WHERE id = :user_id AND NOT EXISTS (SELECT FROM person)
    ), logged AS (
        INSERT INTO user_activity_logs (user_id, chat_id, activity_type, details)
        SELECT :user_id, a.chat_id, a.activity_type, a.details
          FROM jsonb_to_recordset(CAST(:activities AS jsonb))
            AS a (update_id bigint, chat_id bigint, activity_type text, details jsonb)
          JOIN begun USING (update_id) WHERE begun.runs = 1 AND EXISTS (SELECT FROM acquainted)
         ORDER BY a.update_id
    ), counted AS (
        INSERT INTO user_rates AS r (user_id, minute, messages)
        SELECT :user_id, date_trunc('minute', now()), count(*) FILTER (WHERE runs = 1)
          FROM begun WHERE EXISTS (SELECT FROM acquainted) HAVING count(*) > 0
        ON CONFLICT (user_id) DO UPDATE SET
            messages = excluded.messages + CASE WHEN r.minute = excluded.minute THEN r.messages ELSE 0 END,
            minute = excluded.minute
        RETURNING messages
    )
    SELECT known.*,
           EXISTS (SELECT FROM safety_states WHERE user_id = :user_id AND level <> 'normal') AS is_held,
           NOT EXISTS (SELECT FROM safety_states
                        WHERE user_id = :user_id AND (level <> 'normal' OR symbolic_death_off_until > now())
           ) AS may_die_symbolically,
           (SELECT coalesce(jsonb_object_agg(kind, is_given), '{{}}') FROM (
                SELECT DISTINCT ON (kind) kind, version, is_given FROM consents
                 WHERE user_id = :user_id ORDER BY kind, id DESC
            ) newest WHERE version = CAST(:versions AS jsonb) ->> kind) AS consents,
           counted.messages, (SELECT max(runs) FROM begun) AS runs,
           date_trunc('minute', now()) + interval '1 minute' - now() AS minute_ends_in
      FROM known, counted
    """,  # noqa: S608 - the columns are ours
    bot_id=BIGINT,
    update_ids=BIGINTS,
    user_id=BIGINT,
    username=TEXT,
    first_name=TEXT,
    last_name=TEXT,
    language_code=TEXT,
    once_in=SPAN,
    period=SPAN,
    activities=TEXT,
    versions=TEXT,
    owners=BIGINTS,
    may_be_new=BOOL,
)


_VERSIONS = as_json(CURRENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresContacts:
    """``once_in``: how often ``last_seen_date`` moves, at most. It is indexed, so each move costs an index write."""

    engine: AsyncEngine
    once_in: timedelta = timedelta(minutes=1)
    freshness: Freshness = field(default_factory=Freshness)
    owners: tuple[int, ...] = ()
    """Admins from their first contact on; those known already are made so at the start (``make_owners``)."""

    async def touch(self, cause: Cause, seen: Seen) -> Contact:
        activities = [
            {"update_id": a.update_id, "chat_id": a.chat_id, "activity_type": a.kind, "details": dict(a.details)}
            for a in seen.activities
        ]
        given = {
            "bot_id": cause.bot_id,
            "update_ids": list(cause.update_ids),
            "user_id": seen.user_id,
            "username": seen.username,
            "first_name": seen.first_name,
            "last_name": seen.last_name,
            "language_code": seen.language_code,
            "once_in": self.once_in,
            "period": self.freshness.period,
            "activities": as_json(activities),
            "versions": _VERSIONS,
            "owners": list(self.owners),
            "may_be_new": seen.may_be_new,
        }
        async with acting(self.engine) as connection:
            row = (await connection.execute(TOUCH, given)).one_or_none()
            if row is None:
                # The updates are done, or the same person was registered in this very moment by the other lane:
                # a statement that has begun before does not see them, the next one does.
                row = (await connection.execute(TOUCH, given)).one_or_none()
        if row is None and not seen.may_be_new:
            raise Stranger("nobody is known by this id")
        if row is None or row.runs is None:
            raise LeaseLost(f"update {cause.update_ids[0]} is dealt with already")
        return _contact(row, seen)


def _contact(row: Any, seen: Seen) -> Contact:
    return Contact(
        user_id=UserId(row.id),
        language=Language(row.language) if row.language else language_of(seen.language_code),
        gender=Gender(row.gender) if row.gender else None,
        stage=row.last_journey_stage,
        consents=frozenset(ConsentKind(kind) for kind, is_given in row.consents.items() if is_given),
        answered=frozenset(map(ConsentKind, row.consents)),
        has_time_zone=row.time_zone is not None,
        is_paused=row.paused_at is not None,
        is_held=row.is_held,
        is_admin=row.is_admin,
        is_new=row.is_new,
        runs=row.runs,
        names=names_of(seen.first_name, seen.last_name, seen.username),
        metaphysical_profile=row.metaphysical_profile,
        profile_version=None if row.profile_version is None else VersionId(row.profile_version),
        intensity=Intensity(row.intensity),
        takes_voice=row.takes_voice,
        may_die_symbolically=row.may_die_symbolically,
        messages_this_minute=row.messages,
        minute_ends_in=row.minute_ends_in,
    )


_MAKE_OWNERS = statement("UPDATE users SET is_admin = true WHERE id = ANY(:owners) AND NOT is_admin", owners=BIGINTS)


async def make_owners(engine: AsyncEngine, owners: Sequence[int]) -> None:
    """The ids of the setting are admins; nobody stops being one by leaving it."""
    async with changing(engine) as connection:
        await connection.execute(_MAKE_OWNERS, {"owners": list(owners)})
