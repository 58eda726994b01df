"""Portraits, every version of them, and the material they are made of."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from relove_adapters.postgres.rotation_runs import counting
from relove_adapters.postgres.sql import BIGINT, BOOL, BYTES, INT, MOMENT, SPAN, TEXT, as_json, statement
from relove_core.activity.model import ActivityKind
from relove_core.ids import UserId, VersionId
from relove_core.profiles.freshness import Upcoming
from relove_core.profiles.material import Deed
from relove_core.profiles.portrait import Portrait, ProfileVersion, Provenance, VersionAuthor
from relove_core.profiles.ports import VersionUnknown
from relove_core.profiles.rotation import Claim, Outcome, ProfileOutdated
from relove_core.telegram import Photo

# A message and its edits are one text, as it was edited last: the first of them in the list has it. What was said by a
# button is not their own wording. With the archive: else each move of old rows would make new material of old.
_DEEDS = statement(
    """
    WITH newest AS MATERIALIZED (
        SELECT id, timestamp, activity_type, details, CAST(details ->> 'message_id' AS bigint) AS message_id
          FROM (
            (SELECT id, timestamp, activity_type, details FROM user_activity_logs
              WHERE user_id = :person ORDER BY timestamp DESC, id DESC LIMIT :most)
             UNION ALL
            (SELECT id, timestamp, activity_type, details FROM user_activity_logs_archive
              WHERE user_id = :person ORDER BY timestamp DESC, id DESC LIMIT :most)
          ) done
         ORDER BY timestamp DESC, id DESC LIMIT :most
    ), words AS (
        SELECT telegram_message_id AS message_id, string_agg(text, E'\n' ORDER BY session_id, position) AS text
          FROM session_messages
         WHERE user_id = :person AND speaker = 'user' AND telegram_message_id IN (SELECT message_id FROM newest)
         GROUP BY telegram_message_id
    ), placed AS (
        SELECT newest.*, activity_type <> 'button' AND row_number() OVER (
                   PARTITION BY message_id, activity_type = 'button' ORDER BY timestamp, id) = 1 AS has_words
          FROM newest
    )
    SELECT id, timestamp, activity_type, coalesce(details ->> 'command', details ->> 'button', details ->> 'media')
           AS name, words.text
      FROM placed LEFT JOIN words ON has_words AND words.message_id = placed.message_id
     ORDER BY timestamp, id
    """,
    person=BIGINT,
    most=INT,
)
_PHOTO_KEY = statement("SELECT photo_key FROM profile_states WHERE user_id = :person", person=BIGINT)
_KEEP_PHOTO = statement(
    """
    WITH person AS (UPDATE users SET photo_jpeg = :jpeg WHERE id = :person RETURNING id)
    UPDATE profile_states SET photo_key = :key FROM person WHERE user_id = person.id
    """,
    person=BIGINT,
    key=TEXT,
    jpeg=BYTES,
)
_VERSIONS = statement(
    """
    SELECT * FROM profile_versions
     WHERE user_id = :person AND (CAST(:before AS bigint) IS NULL OR id < :before) ORDER BY id DESC LIMIT :most
    """,
    person=BIGINT,
    before=BIGINT,
    most=INT,
)
_GET = statement("SELECT * FROM profile_versions WHERE id = :id AND user_id = :person", id=BIGINT, person=BIGINT)
_HAS_VERSION_OF = statement(
    "SELECT EXISTS (SELECT FROM profile_versions WHERE user_id = :person AND input_key = :input_key)",
    person=BIGINT,
    input_key=TEXT,
)
_APPEND = statement(
    """
    WITH person AS (
        SELECT id FROM users WHERE id = :person FOR NO KEY UPDATE
    ), made AS (
        INSERT INTO profile_versions (user_id, made_at, author, made_by, reason, restores, is_enough,
                                      psychological_summary, profile_summary, completed, interesting, sources,
                                      input_key, provider, model, prompt_version)
        SELECT id, :made_at, :author, :made_by, :reason, :restores, :is_enough, :summary, :gallery,
               CAST(:completed AS jsonb), CAST(:interesting AS jsonb), CAST(:sources AS jsonb),
               :input_key, :provider, :model, :prompt_version
          FROM person
        ON CONFLICT (user_id, input_key) DO NOTHING
        RETURNING id
    )
    UPDATE users SET psychological_summary = :summary, profile_summary = :gallery, streams = CAST(:streams AS jsonb),
                     profile_version = made.id,
                     markers = markers || jsonb_build_object('profile_updated_at', CAST(:updated_at AS text))
      FROM made WHERE users.id = :person
    RETURNING made.id AS version_id
    """,
    person=BIGINT,
    made_at=MOMENT,
    author=TEXT,
    made_by=BIGINT,
    reason=TEXT,
    restores=BIGINT,
    is_enough=BOOL,
    summary=TEXT,
    gallery=TEXT,
    completed=TEXT,
    interesting=TEXT,
    streams=TEXT,
    sources=TEXT,
    input_key=TEXT,
    provider=TEXT,
    model=TEXT,
    prompt_version=TEXT,
    updated_at=TEXT,
)
# The person first: a contact, and an end, lock them in this order.
_IS_OURS = statement(
    """
    WITH person AS (SELECT id FROM users WHERE id = :person FOR NO KEY UPDATE)
    SELECT s.user_id FROM profile_states s JOIN person ON s.user_id = person.id
     WHERE s.fence = :fence AND s.lease_until IS NOT NULL FOR UPDATE OF s
    """,
    person=BIGINT,
    fence=BIGINT,
)
_SETTLE = {
    outcome: statement(
        f"""
        WITH given_back AS (
            UPDATE profile_states
               SET due_at = now() + :due_in, asked_at = now() + :again_in, run_id = NULL, lease_until = NULL, lost = 0,
                   failures = CASE WHEN :has_failed THEN failures + 1 ELSE 0 END,
                   refreshed_at = CASE WHEN :has_failed THEN refreshed_at ELSE now() END
             WHERE user_id = :person AND fence = :fence AND lease_until IS NOT NULL
            RETURNING user_id
        ), counted AS (
            UPDATE rotation_runs SET {counting(outcome)} = {counting(outcome)} + 1, tokens = tokens + :tokens,
                                     moved_at = now()
             WHERE id = :run AND EXISTS (SELECT FROM given_back)
        )
        SELECT user_id FROM given_back
        """,  # noqa: S608 - the columns are ours
        person=BIGINT,
        fence=BIGINT,
        due_in=SPAN,
        again_in=SPAN,
        has_failed=BOOL,
        run=BIGINT,
        tokens=BIGINT,
    )
    for outcome in Outcome
}


class PostgresProfiles:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def deeds_of(self, user_id: UserId, *, most: int) -> tuple[Deed, ...]:
        rows = await self._connection.execute(_DEEDS, {"person": user_id, "most": most})
        return tuple(
            Deed(id=row.id, at=row.timestamp, kind=ActivityKind(row.activity_type), name=row.name, text=row.text)
            for row in rows
        )

    async def photo_key(self, user_id: UserId) -> str | None:
        key: str | None = await self._connection.scalar(_PHOTO_KEY, {"person": user_id})
        return key

    async def keep_photo(self, user_id: UserId, photo: Photo | None) -> None:
        kept = {"key": photo.key, "jpeg": photo.jpeg} if photo else {"key": None, "jpeg": None}
        await self._connection.execute(_KEEP_PHOTO, {"person": user_id, **kept})

    async def newest(self, user_id: UserId) -> ProfileVersion | None:
        return next(iter(await self.versions(user_id, most=1)), None)

    async def get(self, user_id: UserId, version_id: VersionId) -> ProfileVersion:
        row = (await self._connection.execute(_GET, {"id": version_id, "person": user_id})).one_or_none()
        if row is None:
            raise VersionUnknown(f"person {user_id} has no version {version_id}")
        return _version(row)

    async def versions(
        self, user_id: UserId, *, most: int, before: VersionId | None = None
    ) -> tuple[ProfileVersion, ...]:
        given = {"person": user_id, "before": before, "most": most}
        return tuple(_version(row) for row in await self._connection.execute(_VERSIONS, given))

    async def has_version_of(self, user_id: UserId, input_key: str) -> bool:
        given = {"person": user_id, "input_key": input_key}
        return bool(await self._connection.scalar(_HAS_VERSION_OF, given))

    async def append(
        self, user_id: UserId, portrait: Portrait, provenance: Provenance, *, at: datetime
    ) -> ProfileVersion:
        given = {"person": user_id, **_portrait_row(portrait), **_provenance_row(provenance)}
        given |= {"made_at": at, "updated_at": at.isoformat()}
        made = await self._connection.scalar(_APPEND, given)
        if made is None:
            raise ProfileOutdated(f"person {user_id} is gone, or has such a version already")
        return ProfileVersion(id=VersionId(made), user_id=user_id, made_at=at, portrait=portrait, provenance=provenance)

    async def is_ours(self, claim: Claim) -> bool:
        given = {"person": claim.user_id, "fence": claim.fence}
        return (await self._connection.execute(_IS_OURS, given)).one_or_none() is not None

    async def settle(self, claim: Claim, outcome: Outcome, upcoming: Upcoming, *, tokens: int = 0) -> None:
        given = {
            "person": claim.user_id,
            "fence": claim.fence,
            "due_in": upcoming.due_in,
            "again_in": upcoming.again_in,
            "has_failed": outcome is Outcome.FAILED,
            "run": claim.run_id,
            "tokens": tokens,
        }
        if await self._connection.scalar(_SETTLE[outcome], given) is None:
            raise ProfileOutdated(f"person {claim.user_id} is in other hands, or gone")


def _portrait_row(portrait: Portrait) -> dict[str, object]:
    return {
        "is_enough": portrait.is_enough,
        "summary": portrait.summary,
        "gallery": portrait.gallery,
        "completed": as_json(portrait.completed),
        "interesting": as_json(portrait.interesting),
        "streams": as_json(dict.fromkeys((*portrait.completed, *portrait.interesting)).keys()),
    }


def _provenance_row(provenance: Provenance) -> dict[str, object]:
    return {
        "author": provenance.author.value,
        "made_by": provenance.made_by,
        "reason": provenance.reason,
        "restores": provenance.restores,
        "sources": as_json(provenance.sources),
        "input_key": provenance.input_key,
        "provider": provenance.provider,
        "model": provenance.model,
        "prompt_version": provenance.prompt_version,
    }


def _version(row: Any) -> ProfileVersion:
    return ProfileVersion(
        id=VersionId(row.id),
        user_id=UserId(row.user_id),
        made_at=row.made_at,
        portrait=Portrait(
            summary=row.psychological_summary,
            gallery=row.profile_summary,
            completed=tuple(row.completed),
            interesting=tuple(row.interesting),
            is_enough=row.is_enough,
        ),
        provenance=Provenance(
            author=VersionAuthor(row.author),
            made_by=None if row.made_by is None else UserId(row.made_by),
            reason=row.reason,
            restores=None if row.restores is None else VersionId(row.restores),
            sources=row.sources,
            input_key=row.input_key,
            provider=row.provider,
            model=row.model,
            prompt_version=row.prompt_version,
        ),
    )
