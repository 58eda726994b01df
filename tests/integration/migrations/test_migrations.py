"""The schema: forward, back and forward again, and the same as the code says."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from enum import StrEnum
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.llm.metered import CallOutcome
from relove_adapters.postgres import tables
from relove_adapters.postgres.health import newest_revision, schema_is_old, schema_revision
from relove_adapters.postgres.opening import opened_engine
from relove_adapters.postgres.partitions import ensure_activity_months
from relove_core.activity.model import ActivityKind
from relove_core.alerts.system import SystemAlertKind
from relove_core.delivery.model import Lane
from relove_core.delivery.outcomes import OutboxState
from relove_core.journey.model import Author, Refusal, Stage
from relove_core.llm import Purpose, Speaker
from relove_core.profiles.portrait import VersionAuthor
from relove_core.profiles.rotation import RunKind
from relove_core.safety.levels import CrisisLevel
from relove_core.sessions.model import SessionKind, SessionState
from relove_core.streams.conversion import ConversionStep
from relove_core.streams.links import LinkKind
from relove_core.streams.purchases import PurchaseKind
from relove_core.users.consent import ConsentKind
from relove_core.users.model import Gender, Intensity, Language
from tests.integration.migrations.migrating import alembic, migrated

#: The columns that hold a word of a closed list, and the list.
ENUMS: dict[tuple[str, str], type[StrEnum]] = {
    ("users", "gender"): Gender,
    ("users", "last_journey_stage"): Stage,
    ("users", "intensity"): Intensity,
    ("users", "language"): Language,
    ("user_sessions", "session_type"): SessionKind,
    ("user_sessions", "state"): SessionState,
    ("user_sessions", "stage"): Stage,
    ("session_messages", "speaker"): Speaker,
    ("user_activity_logs", "activity_type"): ActivityKind,
    ("inbox", "lane"): Lane,
    ("inbox", "state"): tables.InboxState,
    ("lanes", "lane"): Lane,
    ("outbox", "state"): OutboxState,
    ("consents", "kind"): ConsentKind,
    ("alerts", "level"): CrisisLevel,
    ("safety_states", "level"): CrisisLevel,
    ("safety_states", "highest"): CrisisLevel,
    ("safety_signals", "level"): CrisisLevel,
    ("model_calls", "purpose"): Purpose,
    ("model_calls", "outcome"): CallOutcome,
    ("links", "kind"): LinkKind,
    ("purchases", "kind"): PurchaseKind,
    ("conversion_steps", "step"): ConversionStep,
    ("rotation_runs", "kind"): RunKind,
    ("profile_versions", "author"): VersionAuthor,
    ("system_alerts", "kind"): SystemAlertKind,
    ("alert_mutes", "kind"): SystemAlertKind,
    ("stage_records", "source"): Stage,
    ("stage_records", "target"): Stage,
    ("stage_records", "author"): Author,
    ("stage_records", "refusal"): Refusal,
}

#: A row in every table, so that going back has something to lose and something to stumble over.
ROWS = (
    "INSERT INTO users (id) VALUES (1)",
    "INSERT INTO user_rates (user_id, minute, messages) VALUES (1, now(), 1)",
    (
        "INSERT INTO user_sessions (user_id, session_type, state, stage, created_at, updated_at)"
        " VALUES (1, 'provocative', 'talking', 'REFUSAL', now(), now())"
    ),
    (
        "INSERT INTO session_messages (session_id, position, user_id, speaker, text, said_at)"
        " SELECT id, 0, 1, 'user', 'да', now() FROM user_sessions"
    ),
    (
        "INSERT INTO consents (user_id, kind, version, is_given, answered_at, update_id)"
        " VALUES (1, 'rules', '1', true, now(), 1)"
    ),
    "INSERT INTO safety_states (user_id, level, highest) VALUES (1, 'normal', 'normal')",
    (
        "INSERT INTO safety_signals (user_id, level, kind, heard_at, update_id)"
        " VALUES (1, 'crisis', 'explicit', now(), 1)"
    ),
    (
        "INSERT INTO alerts (bot_id, kind, user_id, level, raised_at, next_at)"
        " VALUES (1, 'crisis', 1, 'crisis', now(), now())"
    ),
    (
        "INSERT INTO stage_records (user_id, round, target, recorded_at, author, confidence, reason)"
        " VALUES (1, 1, 'REFUSAL', now(), 'model', 0.7, 'так')"
    ),
    "INSERT INTO user_activity_logs (user_id, activity_type) VALUES (1, 'message')",
    "INSERT INTO user_activity_logs_archive (id, user_id, activity_type, timestamp) VALUES (1, 1, 'message', now())",
    "INSERT INTO inbox (bot_id, update_id, lane, raw) VALUES (1, 1, 'talk', '{}')",
    "INSERT INTO lanes (bot_id, chat_id, lane, due_at, waiting_since) VALUES (1, 1, 'talk', now(), now())",
    "INSERT INTO outbox (key, bot_id, priority) VALUES ('1:1:0', 1, 20)",
    "INSERT INTO outbox_chats (bot_id, chat_id) VALUES (1, 1)",
    "INSERT INTO budgets (name) VALUES ('telegram:1')",
    (
        "INSERT INTO model_calls (user_id, purpose, provider, model, prompt_version, prompt_tokens, completion_tokens,"
        " audio_ms, cost_micro_usd, outcome, took_ms, called_at)"
        " VALUES (1, 'coach_turn', 'openai', 'm', '1', 1, 1, 0, 1, 'ok', 1, now())"
    ),
    "INSERT INTO model_spending (day, user_id) VALUES (now(), 1), (now(), NULL)",
    "INSERT INTO model_answers (user_id, key, answer) VALUES (1, 'k', '{}')",
    (
        "INSERT INTO streams (slug, title, promise, signs, link, price_note)"
        " VALUES ('test', 'т', 'т', '[\"т\"]', 'https://a.ru/', 'т')"
    ),
    "INSERT INTO links (token, user_id, kind, stream, url) VALUES ('t', 1, 'stream', 'hero-path', 'https://a.ru/')",
    (
        "INSERT INTO purchases (order_id, kind, user_id, stream, amount, currency, recorded_at)"
        " VALUES ('A-1', 'purchase', 1, 'hero-path', 1, 'RUB', now())"
    ),
    "INSERT INTO conversion_steps (user_id, step, taken_at) VALUES (1, 'came', now())",
    "INSERT INTO rotation_runs (kind, asked_by, marked_to) VALUES ('asked', 1, 1)",
    "INSERT INTO profile_states (user_id, due_at, run_id) SELECT 1, now(), id FROM rotation_runs",
    (
        "INSERT INTO profile_versions (user_id, made_at, author, made_by, is_enough, psychological_summary,"
        " profile_summary, provider, model, prompt_version) VALUES (1, now(), 'admin', 1, true, 'п', 'п', '', '', '')"
    ),
    "INSERT INTO system_alerts (kind, raised_at) VALUES ('llm_down', now())",
    "INSERT INTO alert_mutes (kind, muted_until, muted_by) VALUES ('llm_down', now(), 1)",
    "INSERT INTO erasures (user_id, asked_at) VALUES (1, now())",
    "INSERT INTO leases (name, holder, until) VALUES ('polling:1', 'me', now())",
    "INSERT INTO job_runs (job, details) VALUES ('x', '{}')",
)


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    async with opened_engine(database_url, pool_size=4) as engine:
        yield engine


async def rows(engine: AsyncEngine, query: str) -> Sequence[Any]:
    async with engine.connect() as connection:
        return (await connection.execute(text(query))).all()


async def _fill(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        for row in ROWS:
            await connection.execute(text(row))


async def test_the_schema_goes_back_and_forward_again_with_rows_in_it(database_url: str, engine: AsyncEngine) -> None:
    await _fill(engine)
    await engine.dispose()

    migrated(database_url, "downgrade", "base")
    left = await rows(
        engine, "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
    )
    assert [r.relname for r in left] == ["alembic_version"]
    functions = await rows(engine, "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
    assert functions == []
    await engine.dispose()

    migrated(database_url, "upgrade", "head")
    await _fill(engine)
    assert await schema_revision(engine) == newest_revision()
    assert not await schema_is_old(engine)


async def test_who_came_before_steps_were_counted_has_taken_them(database_url: str, engine: AsyncEngine) -> None:
    await engine.dispose()
    migrated(database_url, "downgrade", "20261123_models")
    async with engine.begin() as connection:
        for row in _TOLD_BEFORE:
            await connection.execute(text(row))
    await engine.dispose()
    migrated(database_url, "upgrade", "head")

    taken = await rows(
        engine, "SELECT user_id, array_agg(step ORDER BY taken_at) FROM conversion_steps GROUP BY 1 ORDER BY 1"
    )
    flags = await rows(engine, "SELECT has_started_journey, has_completed_journey FROM users ORDER BY id")
    assert [tuple(row) for row in taken] == [(1, ["came", "consented", "started", "completed"]), (2, ["came"])]
    assert [tuple(row) for row in flags] == [(True, True), (False, False)]


_TOLD_BEFORE = (
    "INSERT INTO users (id, registration_date) VALUES (1, '2026-01-01'), (2, '2026-01-01')",
    (
        "INSERT INTO consents (user_id, kind, version, is_given, answered_at, update_id) VALUES"
        " (1, 'rules', '1', true, '2026-01-02', 1), (1, 'data', '1', true, '2026-01-03', 2),"
        " (2, 'rules', '1', true, '2026-01-02', 3), (2, 'data', '1', false, '2026-01-02', 4)"
    ),
    (
        "INSERT INTO user_sessions"
        " (user_id, session_type, state, stage, is_active, created_at, updated_at, completed_at)"
        " VALUES (1, 'provocative', 'completed', 'REFUSAL', false, '2026-01-04', '2026-01-05', '2026-01-05'),"
        " (1, 'provocative', 'talking', 'REFUSAL', true, '2026-01-06', '2026-01-06', NULL)"
    ),
)


async def test_each_step_can_be_taken_back(database_url: str, engine: AsyncEngine) -> None:
    await engine.dispose()
    steps = 0
    while alembic(database_url, "downgrade", "-1").returncode == 0:
        steps += 1
    assert await schema_revision(engine) is None
    await engine.dispose()
    for _ in range(steps):
        migrated(database_url, "upgrade", "+1")

    assert steps >= 1
    assert await schema_revision(engine) == newest_revision()


def test_the_models_are_what_was_migrated(database_url: str) -> None:
    migrated(database_url, "check")


async def test_months_that_were_made_later_are_no_difference(database_url: str, engine: AsyncEngine) -> None:
    await ensure_activity_months(engine, ahead=6)
    await engine.dispose()

    migrated(database_url, "check")


async def test_every_table_of_the_models_has_a_row_in_the_test(engine: AsyncEngine) -> None:
    """So that a new table is thought of here."""
    filled = {match[1] for row in ROWS if (match := re.match(r"INSERT INTO (\w+)", row))}

    assert filled == set(tables.metadata.tables)


@pytest.mark.parametrize(("table", "column"), ENUMS, ids=".".join)
async def test_a_check_allows_what_the_enumeration_has(engine: AsyncEngine, table: str, column: str) -> None:
    (found,) = await rows(
        engine,
        "SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint"
        f" WHERE conrelid = '{table}'::regclass AND conname = '{table}_{column}_check'",
    )

    assert set(re.findall(r"'([^']*)'", found.definition)) == {member.value for member in ENUMS[table, column]}


async def test_every_check_of_a_list_is_compared(engine: AsyncEngine) -> None:
    listed = await rows(
        engine,
        "SELECT conrelid::regclass::text AS name, conname FROM pg_constraint"
        " WHERE contype = 'c' AND pg_get_constraintdef(oid) LIKE '%ANY (ARRAY[%' AND conparentid = 0"
        " AND connamespace = 'public'::regnamespace AND conislocal AND coninhcount = 0",
    )

    assert {(r.name, r.conname) for r in listed} == {(t, f"{t}_{c}_check") for t, c in ENUMS}
    checks = {c.name for t in tables.metadata.tables.values() for c in t.constraints if isinstance(c, CheckConstraint)}
    assert {f"{t}_{c}_check" for t, c in ENUMS} <= checks


async def test_the_log_has_no_default_partition(engine: AsyncEngine) -> None:
    found = await rows(
        engine,
        "SELECT pg_get_expr(c.relpartbound, c.oid) AS bound FROM pg_class c"
        " JOIN pg_inherits i ON i.inhrelid = c.oid WHERE i.inhparent = 'user_activity_logs'::regclass",
    )

    assert len(found) >= 2
    assert not [r.bound for r in found if "DEFAULT" in r.bound]


async def test_a_month_is_made_once(engine: AsyncEngine) -> None:
    first = await ensure_activity_months(engine, ahead=3)
    again = await ensure_activity_months(engine, ahead=3)

    assert len(first) == 2, "this month and the next are made with the schema"
    assert again == []


async def test_a_month_is_made_once_however_many_ask(engine: AsyncEngine) -> None:
    made = await asyncio.gather(*(ensure_activity_months(engine, ahead=5) for _ in range(4)))

    names = [name for some in made for name in some]
    assert len(names) == len(set(names)) == 4


async def test_months_meet_without_a_gap_in_any_zone(engine: AsyncEngine) -> None:
    await ensure_activity_months(engine, ahead=14)
    async with engine.begin() as connection:
        for zone in ("Asia/Kamchatka", "America/New_York", "UTC"):
            await connection.execute(text(f"SET LOCAL timezone = '{zone}'"))
            await connection.execute(
                text(
                    "INSERT INTO user_activity_logs (user_id, activity_type, timestamp)"
                    " SELECT 1, 'message', date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'"
                    "   + make_interval(hours => n * 6) FROM generate_series(0, 4 * 400) AS n"
                )
            )


async def test_a_month_that_was_not_made_is_refused_and_not_hidden(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        with pytest.raises(IntegrityError, match="no partition"):
            await connection.execute(
                text(
                    "INSERT INTO user_activity_logs (user_id, activity_type, timestamp)"
                    " VALUES (1, 'message', now() + interval '5 years')"
                )
            )
