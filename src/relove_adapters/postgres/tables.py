"""Every table, as SQLAlchemy Core sees it. ``docs/data.md`` says where each field of the design lives."""

from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from relove_adapters.llm.metered import CallOutcome
from relove_core.activity.model import ActivityKind
from relove_core.alerts.model import AlertKind
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

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
        "ck": "%(table_name)s_%(constraint_name)s_check",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
    }
)

ROOM_FOR_HOT_UPDATES = 85
"""Fill factor of rows that change with every turn: the new version finds room beside the old one."""


class InboxState(StrEnum):
    PENDING = "pending"
    DONE = "done"
    ASIDE = "aside"


def one_of(column: str, members: type[StrEnum]) -> CheckConstraint:
    """Text and a check for an enumeration; a test compares the check with the Python enum."""
    listed = ", ".join(f"'{m.value}'" for m in members)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def moment(name: str, *, nullable: bool = False, default_now: bool = False) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=nullable, server_default=func.now() if default_now else None)


def flag(name: str, *, default: bool) -> Column[bool]:
    return Column(name, Boolean, nullable=False, server_default=text("true" if default else "false"))


def count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=text("0"))


def fence() -> Column[int]:
    """Counted up from microseconds: a row that takes the place of a deleted one begins above whatever that had."""
    begins = text("((EXTRACT(epoch FROM clock_timestamp()) * (1000000)::numeric))::bigint")
    return Column("fence", BigInteger, nullable=False, server_default=begins)


users = Table(
    "users",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("username", Text),
    Column("first_name", Text),
    Column("last_name", Text),
    Column("language_code", Text),
    Column("source", Text),
    moment("registration_date", default_now=True),
    moment("last_seen_date", default_now=True),
    Column("gender", Text),
    Column("psychological_summary", Text),
    Column("profile_summary", Text),
    Column("photo_jpeg", LargeBinary),
    Column("metaphysical_profile", JSONB),
    Column("last_journey_stage", Text),
    Column("streams", JSONB, nullable=False, server_default=text("'[]'")),
    Column("markers", JSONB, nullable=False, server_default=text("'{}'")),
    flag("has_started_journey", default=False),
    flag("has_completed_journey", default=False),
    flag("has_visited_platform", default=False),
    flag("has_purchased_flow", default=False),
    flag("is_admin", default=False),
    flag("is_active", default=True),
    moment("paused_at", nullable=True),
    Column("pause_arrival", BigInteger),
    Column("time_zone", Text),
    Column("intensity", Text, nullable=False, server_default=Intensity.USUAL.value),
    flag("takes_voice", default=True),
    Column("language", Text),
    Column("profile_version", BigInteger),
    one_of("gender", Gender),
    one_of("intensity", Intensity),
    one_of("language", Language),
    one_of("last_journey_stage", Stage),
    # Written at most once a minute a person: see docs/decisions/0005-last-seen.md.
    Index("users_last_seen_date_idx", "last_seen_date"),
    Index("users_admins_idx", "id", postgresql_where=text("is_admin")),
    Index("users_segment_idx", "gender", "last_journey_stage", "id", postgresql_where=text("is_active")),
    postgresql_with={"fillfactor": ROOM_FOR_HOT_UPDATES},
)

consents = Table(
    "consents",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("user_id", BigInteger, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("is_given", Boolean, nullable=False),
    moment("answered_at"),
    Column("update_id", BigInteger, nullable=False),
    one_of("kind", ConsentKind),
    Index("consents_user_idx", "user_id", "kind", "id"),
)

user_rates = Table(
    "user_rates",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    moment("minute"),
    count("messages"),
    postgresql_with={"fillfactor": ROOM_FOR_HOT_UPDATES},
)

safety_states = Table(
    "safety_states",
    metadata,
    Column("user_id", BigInteger, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("level", Text, nullable=False),
    Column("highest", Text, nullable=False),
    moment("since", nullable=True),
    moment("last_signal_at", nullable=True),
    moment("denied_at", nullable=True),
    moment("wish_at", nullable=True),
    Column("released_by", BigInteger),
    moment("released_at", nullable=True),
    moment("symbolic_death_off_until", nullable=True),
    one_of("level", CrisisLevel),
    one_of("highest", CrisisLevel),
)

safety_signals = Table(
    "safety_signals",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("user_id", BigInteger, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("level", Text, nullable=False),
    Column("kind", Text, nullable=False),
    moment("heard_at"),
    Column("update_id", BigInteger, nullable=False),
    one_of("level", CrisisLevel),
    Index("safety_signals_user_idx", "user_id", "id"),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("bot_id", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("user_id", BigInteger, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("level", Text, nullable=False),
    moment("raised_at"),
    moment("next_at"),
    count("told"),
    moment("acknowledged_at", nullable=True),
    Column("acknowledged_by", BigInteger),
    one_of("kind", AlertKind),
    one_of("level", CrisisLevel),
    Index("alerts_one_open_idx", "kind", "user_id", unique=True, postgresql_where=text("acknowledged_at IS NULL")),
    Index("alerts_due_idx", "next_at", postgresql_where=text("acknowledged_at IS NULL")),
)

stage_records = Table(
    "stage_records",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("user_id", BigInteger, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("round", Integer, nullable=False),
    Column("source", Text),
    Column("target", Text, nullable=False),
    moment("recorded_at"),
    Column("author", Text, nullable=False),
    Column("confidence", Double, nullable=False),
    Column("reason", Text, nullable=False),
    Column("quote", Text),
    Column("refusal", Text),
    one_of("source", Stage),
    one_of("target", Stage),
    one_of("author", Author),
    one_of("refusal", Refusal),
    Index("stage_records_user_idx", "user_id", "id"),
)

user_sessions = Table(
    "user_sessions",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("user_id", BigInteger, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("session_type", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("stage", Text, nullable=False),
    count("length"),
    Column("identified_patterns", JSONB, nullable=False, server_default=text("'[]'")),
    Column("core_issue", Text),
    count("question_count"),
    Column("metaphysical_profile", JSONB),
    Column("core_trauma", JSONB),
    Column("session_data", JSONB, nullable=False, server_default=text("'{}'")),
    Column("placeholders", JSONB, nullable=False, server_default=text("'{}'")),
    Column("summary", JSONB),
    flag("is_active", default=True),
    moment("created_at"),
    moment("updated_at"),
    moment("completed_at", nullable=True),
    count("version"),
    count("analysed_length"),
    Column("digest", Text, nullable=False, server_default=text("''")),
    count("digested_length"),
    moment("analysis_due_at", nullable=True),
    one_of("session_type", SessionKind),
    one_of("state", SessionState),
    one_of("stage", Stage),
    CheckConstraint("is_active = (completed_at IS NULL)", name="active"),
    Index("user_sessions_one_active_idx", "user_id", unique=True, postgresql_where=text("is_active")),
    Index("user_sessions_user_idx", "user_id", "id"),
    Index("user_sessions_analysis_idx", "analysis_due_at", postgresql_where=text("analysis_due_at IS NOT NULL")),
    postgresql_with={"fillfactor": ROOM_FOR_HOT_UPDATES},
)

session_messages = Table(
    "session_messages",
    metadata,
    Column("session_id", BigInteger, ForeignKey("user_sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, nullable=False),
    Column("speaker", Text, nullable=False),
    Column("text", Text, nullable=False),
    moment("said_at"),
    Column("update_id", BigInteger),
    Column("part", SmallInteger, nullable=False, server_default=text("0")),
    Column("telegram_message_id", BigInteger),
    Column("quick_replies", JSONB, nullable=False, server_default=text("'[]'")),
    flag("is_answered", default=False),
    flag("is_fixed", default=False),
    one_of("speaker", Speaker),
    UniqueConstraint("session_id", "update_id", "part"),
    Index("session_messages_user_idx", "user_id"),
    postgresql_with={"fillfactor": ROOM_FOR_HOT_UPDATES},
)

user_activity_logs = Table(
    "user_activity_logs",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("user_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger),
    Column("activity_type", Text, nullable=False),
    Column("timestamp", DateTime(timezone=True), primary_key=True, server_default=func.now()),
    Column("details", JSONB),
    one_of("activity_type", ActivityKind),
    Index("user_activity_logs_user_idx", "user_id", "timestamp"),
    postgresql_partition_by="RANGE (timestamp)",
)

user_activity_logs_archive = Table(
    "user_activity_logs_archive",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger),
    Column("activity_type", Text, nullable=False),
    moment("timestamp"),
    Column("details", JSONB),
    moment("archived_at", default_now=True),
    Index("user_activity_logs_archive_user_idx", "user_id", "timestamp"),
    Index("user_activity_logs_archive_timestamp_idx", "timestamp"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("bot_id", BigInteger, primary_key=True),
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("arrival", BigInteger, Identity(), nullable=False),
    Column("chat_id", BigInteger),
    Column("lane", Text, nullable=False),
    Column("raw", LargeBinary),
    flag("may_be_joined", default=False),
    Column("state", Text, nullable=False, server_default=InboxState.PENDING.value),
    count("runs"),
    count("failures"),
    moment("received_at", default_now=True),
    one_of("lane", Lane),
    one_of("state", InboxState),
    Index("inbox_pending_idx", "bot_id", "chat_id", "lane", "update_id", postgresql_where=text("state = 'pending'")),
    Index("inbox_received_at_idx", "received_at"),
    Index("inbox_aside_idx", "chat_id", postgresql_where=text("state = 'aside'")),
)

lanes = Table(
    "lanes",
    metadata,
    Column("bot_id", BigInteger, primary_key=True),
    Column("chat_id", BigInteger, primary_key=True),
    Column("lane", Text, primary_key=True),
    count("pending"),
    moment("due_at"),
    moment("waiting_since"),
    moment("postponed_until", nullable=True),
    moment("lease_until", nullable=True),
    fence(),
    one_of("lane", Lane),
    Index("lanes_due_idx", "bot_id", "lane", "due_at", postgresql_where=text("pending > 0")),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("bot_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger),
    Column("user_id", BigInteger),
    Column("priority", SmallInteger, nullable=False),
    Column("state", Text, nullable=False, server_default=OutboxState.PENDING.value),
    Column("message", JSONB),
    flag("as_plain_text", default=False),
    count("attempts"),
    count("unknowns"),
    flag("is_stale", default=False),
    moment("due_at", default_now=True),
    moment("created_at", default_now=True),
    moment("settled_at", nullable=True),
    Column("telegram_message_id", BigInteger),
    one_of("state", OutboxState),
    # What rests is passed over within the index.
    Index(
        "outbox_due_idx",
        *("bot_id", "priority", "id", "due_at"),
        postgresql_where=text("state IN ('pending', 'sending')"),
    ),
    Index("outbox_chat_idx", "bot_id", "chat_id", postgresql_where=text("chat_id IS NOT NULL")),
    Index("outbox_created_at_idx", "created_at"),
)

outbox_chats = Table(
    "outbox_chats",
    metadata,
    Column("bot_id", BigInteger, primary_key=True),
    Column("chat_id", BigInteger, primary_key=True),
    moment("lease_until", nullable=True),
    moment("next_at", default_now=True),
    fence(),
    postgresql_with={"fillfactor": ROOM_FOR_HOT_UPDATES},
)

budgets = Table(
    "budgets",
    metadata,
    Column("name", Text, primary_key=True),
    moment("slot_at", default_now=True),
    moment("paused_until", nullable=True),
    moment("background_at", default_now=True),
)

model_calls = Table(
    "model_calls",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("user_id", BigInteger, ForeignKey("users.id", ondelete="SET NULL")),
    Column("purpose", Text, nullable=False),
    Column("provider", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("prompt_version", Text, nullable=False),
    Column("prompt_tokens", Integer, nullable=False),
    Column("completion_tokens", Integer, nullable=False),
    Column("audio_ms", Integer, nullable=False),
    Column("cost_micro_usd", BigInteger, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("took_ms", Integer, nullable=False),
    moment("called_at"),
    one_of("purpose", Purpose),
    one_of("outcome", CallOutcome),
    Index("model_calls_user_idx", "user_id", "called_at", postgresql_where=text("user_id IS NOT NULL")),
    Index("model_calls_called_at_idx", "called_at"),
)

model_spending = Table(
    "model_spending",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("day", Date, nullable=False),
    # Nobody's row is that of all together.
    Column("user_id", BigInteger, ForeignKey("users.id", ondelete="CASCADE")),
    count("calls"),
    Column("micro_usd", BigInteger, nullable=False, server_default=text("0")),
    # Of all together: when somebody was refused an answer for the first time that day.
    moment("capped_at", nullable=True),
    UniqueConstraint("day", "user_id", postgresql_nulls_not_distinct=True),
    Index("model_spending_user_idx", "user_id"),
    postgresql_with={"fillfactor": ROOM_FOR_HOT_UPDATES},
)

model_answers = Table(
    "model_answers",
    metadata,
    Column("user_id", BigInteger, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("answer", JSONB, nullable=False),
    moment("made_at", default_now=True),
    Index("model_answers_made_at_idx", "made_at"),
)

streams = Table(
    "streams",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("promise", Text, nullable=False),
    Column("signs", JSONB, nullable=False),
    Column("link", Text, nullable=False),
    Column("price_note", Text, nullable=False),
    flag("is_active", default=True),
    count("position"),
)

links = Table(
    "links",
    metadata,
    Column("token", Text, primary_key=True),
    Column("user_id", BigInteger, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("stream", Text, ForeignKey("streams.slug", ondelete="CASCADE")),
    Column("url", Text, nullable=False),
    count("clicks"),
    moment("first_clicked_at", nullable=True),
    moment("last_clicked_at", nullable=True),
    moment("made_at", default_now=True),
    one_of("kind", LinkKind),
    CheckConstraint("(kind = 'stream') = (stream IS NOT NULL)", name="target"),
    UniqueConstraint("user_id", "kind", "stream", postgresql_nulls_not_distinct=True),
    postgresql_with={"fillfactor": ROOM_FOR_HOT_UPDATES},
)

purchases = Table(
    "purchases",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("order_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    # Nobody's: of a person who wished to be forgotten, for the books.
    Column("user_id", BigInteger, ForeignKey("users.id", ondelete="SET NULL")),
    Column("stream", Text, ForeignKey("streams.slug"), nullable=False),
    Column("amount", Numeric(12, 2), nullable=False),
    Column("currency", Text, nullable=False),
    moment("recorded_at"),
    one_of("kind", PurchaseKind),
    UniqueConstraint("order_id", "kind"),
    Index("purchases_user_idx", "user_id", postgresql_where=text("user_id IS NOT NULL")),
)

conversion_steps = Table(
    "conversion_steps",
    metadata,
    Column("user_id", BigInteger, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("step", Text, primary_key=True),
    moment("taken_at"),
    one_of("step", ConversionStep),
    Index("conversion_steps_taken_at_idx", "step", "taken_at"),
)

rotation_runs = Table(
    "rotation_runs",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("asked_by", BigInteger),
    moment("began_at", default_now=True),
    moment("finished_at", nullable=True),
    # When the last person of it was done.
    moment("moved_at", default_now=True),
    flag("is_stopped", default=False),
    # Everybody up to this id is named already; NULL: nobody is to be named any more.
    Column("marked_to", BigInteger),
    Column("wanted", Integer),
    *(count(outcome) for outcome in ("updated", "unchanged", "insufficient", "skipped", "failed")),
    Column("tokens", BigInteger, nullable=False, server_default=text("0")),
    one_of("kind", RunKind),
    Index(
        "rotation_runs_one_scheduled_idx",
        "kind",
        unique=True,
        postgresql_where=text("finished_at IS NULL AND kind = 'scheduled'"),
    ),
    Index("rotation_runs_unfinished_idx", "id", postgresql_where=text("finished_at IS NULL")),
)

# Apart from ``users``: it is written when nobody is there, and its indexes would end the HOT updates of a contact.
profile_states = Table(
    "profile_states",
    metadata,
    Column("user_id", BigInteger, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    moment("due_at", nullable=True),
    moment("asked_at", nullable=True),
    Column("run_id", BigInteger, ForeignKey("rotation_runs.id", ondelete="SET NULL")),
    moment("lease_until", nullable=True),
    fence(),
    count("failures"),
    count("lost"),
    moment("refreshed_at", nullable=True),
    Column("photo_key", Text),
    Index("profile_states_due_idx", "due_at", postgresql_where=text("due_at IS NOT NULL AND asked_at IS NULL")),
    Index("profile_states_asked_idx", "asked_at", postgresql_where=text("asked_at IS NOT NULL AND run_id IS NULL")),
    Index("profile_states_named_idx", "asked_at", postgresql_where=text("asked_at IS NOT NULL AND run_id IS NOT NULL")),
    Index("profile_states_run_idx", "run_id", "asked_at", postgresql_where=text("run_id IS NOT NULL")),
)

profile_versions = Table(
    "profile_versions",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("user_id", BigInteger, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    moment("made_at"),
    Column("author", Text, nullable=False),
    Column("made_by", BigInteger),
    Column("reason", Text, nullable=False, server_default=text("''")),
    Column("restores", BigInteger),
    Column("is_enough", Boolean, nullable=False),
    Column("psychological_summary", Text, nullable=False),
    Column("profile_summary", Text, nullable=False),
    Column("completed", JSONB, nullable=False, server_default=text("'[]'")),
    Column("interesting", JSONB, nullable=False, server_default=text("'[]'")),
    Column("sources", JSONB, nullable=False, server_default=text("'{}'")),
    Column("input_key", Text),
    *(Column(name, Text, nullable=False) for name in ("provider", "model", "prompt_version")),
    one_of("author", VersionAuthor),
    UniqueConstraint("user_id", "input_key"),
    Index("profile_versions_user_idx", "user_id", "id"),
)

system_alerts = Table(
    "system_alerts",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("kind", Text, nullable=False),
    moment("raised_at"),
    *(moment(name, nullable=True) for name in ("told_at", "well_since", "cleared_at")),
    Column("details", JSONB, nullable=False, server_default=text("'{}'")),
    one_of("kind", SystemAlertKind),
    Index("system_alerts_one_open_idx", "kind", unique=True, postgresql_where=text("cleared_at IS NULL")),
)

alert_mutes = Table(
    "alert_mutes",
    metadata,
    Column("kind", Text, primary_key=True),
    moment("muted_until"),
    Column("muted_by", BigInteger),
    one_of("kind", SystemAlertKind),
)

# No foreign key: the person is gone already. At the end the number is gone, too.
erasures = Table(
    "erasures",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("user_id", BigInteger),
    moment("asked_at"),
    moment("due_at", default_now=True),
    moment("finished_at", nullable=True),
    CheckConstraint("(user_id IS NULL) = (finished_at IS NOT NULL)", name="finished"),
    Index("erasures_due_idx", "due_at", postgresql_where=text("finished_at IS NULL")),
)

leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    moment("until"),
)

job_runs = Table(
    "job_runs",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("job", Text, nullable=False),
    moment("finished_at", default_now=True),
    Column("details", JSONB, nullable=False),
    Index("job_runs_job_idx", "job", "id"),
)
