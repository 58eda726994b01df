"""The first tables: people, sessions, activity, inbox and outbox."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261123_begin"
down_revision = None
branch_labels = None
depends_on = None

STAGES = (
    "'ORDINARY_WORLD', 'CALL_TO_ADVENTURE', 'REFUSAL', 'MEETING_MENTOR', 'CROSSING_THRESHOLD', 'TESTS_ALLIES_ENEMIES', "
    "'APPROACH', 'ORDEAL', 'REWARD', 'ROAD_BACK', 'RESURRECTION', 'RETURN_WITH_ELIXIR'"
)

# A month's partition, named for it; its name if it was missing. The lock lets every app ask at its start.
ENSURE_MONTH = """
CREATE FUNCTION ensure_activity_month(this_month date, ahead integer) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    starts date := this_month + make_interval(months => ahead);
    ends date := starts + interval '1 month';
    partition text := 'user_activity_logs_' || to_char(starts, 'YYYY_MM');
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('user_activity_logs'));
    IF to_regclass(partition) IS NOT NULL THEN
        RETURN NULL;
    END IF;
    EXECUTE format('CREATE TABLE %I PARTITION OF user_activity_logs FOR VALUES FROM (%L) TO (%L)',
                   partition, starts || ' 00:00:00+00', ends || ' 00:00:00+00');
    RETURN partition;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "budgets",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("slot_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("budgets_pkey")),
    )
    op.create_table(
        "inbox",
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("arrival", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("may_be_joined", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("state", sa.Text(), server_default="pending", nullable=False),
        sa.Column("runs", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("lane IN ('control', 'talk')", name=op.f("inbox_lane_check")),
        sa.CheckConstraint("state IN ('pending', 'done', 'aside')", name=op.f("inbox_state_check")),
        sa.PrimaryKeyConstraint("bot_id", "update_id", name=op.f("inbox_pkey")),
    )
    op.create_index(
        "inbox_pending_idx",
        "inbox",
        ["bot_id", "chat_id", "lane", "update_id"],
        unique=False,
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index("inbox_received_at_idx", "inbox", ["received_at"], unique=False)
    op.create_table(
        "job_runs",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("job_runs_pkey")),
    )
    op.create_index("job_runs_job_idx", "job_runs", ["job", "id"], unique=False)
    op.create_table(
        "lanes",
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("pending", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("postponed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fence", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("lane IN ('control', 'talk')", name=op.f("lanes_lane_check")),
        sa.PrimaryKeyConstraint("bot_id", "chat_id", "lane", name=op.f("lanes_pkey")),
    )
    op.create_index(
        "lanes_due_idx", "lanes", ["bot_id", "lane", "due_at"], unique=False, postgresql_where=sa.text("pending > 0")
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("leases_pkey")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.Text(), server_default="pending", nullable=False),
        sa.Column("message", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("as_plain_text", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("telegram_message_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "state IN ('pending', 'sending', 'sent', 'blocked', 'failed', 'uncertain', 'cancelled')",
            name=op.f("outbox_state_check"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("outbox_pkey")),
        sa.UniqueConstraint("key", name=op.f("outbox_key_key")),
    )
    op.create_index(
        "outbox_chat_idx",
        "outbox",
        ["bot_id", "chat_id"],
        unique=False,
        postgresql_where=sa.text("chat_id IS NOT NULL"),
    )
    op.create_index("outbox_created_at_idx", "outbox", ["created_at"], unique=False)
    op.create_index(
        "outbox_due_idx",
        "outbox",
        ["bot_id", "priority", "id"],
        unique=False,
        postgresql_where=sa.text("state IN ('pending', 'sending')"),
    )
    op.create_table(
        "outbox_chats",
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("fence", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "chat_id", name=op.f("outbox_chats_pkey")),
        postgresql_with={"fillfactor": 85},
    )
    op.create_table(
        "user_activity_logs",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("activity_type", sa.Text(), nullable=False),
        sa.Column("timestamp", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.CheckConstraint(
            "activity_type IN ('message', 'command', 'button', 'edit', 'media', 'blocked', 'unblocked', 'other')",
            name=op.f("user_activity_logs_activity_type_check"),
        ),
        sa.PrimaryKeyConstraint("id", "timestamp", name=op.f("user_activity_logs_pkey")),
        postgresql_partition_by="RANGE (timestamp)",
    )
    op.create_index("user_activity_logs_user_idx", "user_activity_logs", ["user_id", "timestamp"], unique=False)
    op.create_table(
        "user_activity_logs_archive",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("activity_type", sa.Text(), nullable=False),
        sa.Column("timestamp", sa.DateTime(timezone=True), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("user_activity_logs_archive_pkey")),
    )
    op.create_index(
        "user_activity_logs_archive_timestamp_idx", "user_activity_logs_archive", ["timestamp"], unique=False
    )
    op.create_index(
        "user_activity_logs_archive_user_idx", "user_activity_logs_archive", ["user_id", "timestamp"], unique=False
    )
    op.create_table(
        "user_rates",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("minute", sa.DateTime(timezone=True), nullable=False),
        sa.Column("messages", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("user_rates_pkey")),
        postgresql_with={"fillfactor": 85},
    )
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("username", sa.Text(), nullable=True),
        sa.Column("first_name", sa.Text(), nullable=True),
        sa.Column("last_name", sa.Text(), nullable=True),
        sa.Column("language_code", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("registration_date", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("last_seen_date", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("gender", sa.Text(), nullable=True),
        sa.Column("psychological_summary", sa.Text(), nullable=True),
        sa.Column("profile_summary", sa.Text(), nullable=True),
        sa.Column("photo_jpeg", sa.LargeBinary(), nullable=True),
        sa.Column("metaphysical_profile", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("last_journey_stage", sa.Text(), nullable=True),
        sa.Column("streams", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("markers", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("has_started_journey", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("has_completed_journey", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("has_visited_platform", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("has_purchased_flow", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("is_admin", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pause_arrival", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("gender IN ('female', 'male', 'undisclosed')", name=op.f("users_gender_check")),
        sa.CheckConstraint(
            f"last_journey_stage IN ({STAGES})",
            name=op.f("users_last_journey_stage_check"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("users_pkey")),
        postgresql_with={"fillfactor": 85},
    )
    op.create_index("users_last_seen_date_idx", "users", ["last_seen_date"], unique=False)
    op.create_index(
        "users_segment_idx",
        "users",
        ["gender", "last_journey_stage", "id"],
        unique=False,
        postgresql_where=sa.text("is_active"),
    )
    op.create_table(
        "user_sessions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("session_type", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("length", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "identified_patterns",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'"),
            nullable=False,
        ),
        sa.Column("core_issue", sa.Text(), nullable=True),
        sa.Column("question_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("metaphysical_profile", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("core_trauma", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column(
            "session_data", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column(
            "placeholders", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("summary", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint(
            "session_type IN ('provocative', 'diagnostic', 'journey')", name=op.f("user_sessions_session_type_check")
        ),
        sa.CheckConstraint(
            f"stage IN ({STAGES})",
            name=op.f("user_sessions_stage_check"),
        ),
        sa.CheckConstraint(
            "state IN ('talking', 'paused', 'completed', 'expired')", name=op.f("user_sessions_state_check")
        ),
        sa.CheckConstraint("is_active = (completed_at IS NULL)", name=op.f("user_sessions_active_check")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("user_sessions_user_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("user_sessions_pkey")),
        postgresql_with={"fillfactor": 85},
    )
    op.create_index(
        "user_sessions_one_active_idx", "user_sessions", ["user_id"], unique=True, postgresql_where=sa.text("is_active")
    )
    op.create_index("user_sessions_user_idx", "user_sessions", ["user_id", "id"], unique=False)
    op.create_table(
        "session_messages",
        sa.Column("session_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=True),
        sa.Column("part", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("telegram_message_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "quick_replies", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'"), nullable=False
        ),
        sa.Column("is_answered", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint("speaker IN ('user', 'assistant')", name=op.f("session_messages_speaker_check")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["user_sessions.id"], name=op.f("session_messages_session_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session_id", "position", name=op.f("session_messages_pkey")),
        sa.UniqueConstraint(
            "session_id", "update_id", "part", name=op.f("session_messages_session_id_update_id_part_key")
        ),
        postgresql_with={"fillfactor": 85},
    )
    op.create_index("session_messages_user_idx", "session_messages", ["user_id"], unique=False)
    op.execute(ENSURE_MONTH)
    op.execute(
        "SELECT ensure_activity_month(CAST(date_trunc('month', now() AT TIME ZONE 'UTC') AS date), n)"
        " FROM generate_series(0, 1) AS n"
    )


def downgrade() -> None:
    op.execute("DROP FUNCTION ensure_activity_month")
    op.drop_index("session_messages_user_idx", table_name="session_messages")
    op.drop_table("session_messages")
    op.drop_index("user_sessions_user_idx", table_name="user_sessions")
    op.drop_index("user_sessions_one_active_idx", table_name="user_sessions", postgresql_where=sa.text("is_active"))
    op.drop_table("user_sessions")
    op.drop_index("users_segment_idx", table_name="users", postgresql_where=sa.text("is_active"))
    op.drop_index("users_last_seen_date_idx", table_name="users")
    op.drop_table("users")
    op.drop_table("user_rates")
    op.drop_index("user_activity_logs_archive_user_idx", table_name="user_activity_logs_archive")
    op.drop_index("user_activity_logs_archive_timestamp_idx", table_name="user_activity_logs_archive")
    op.drop_table("user_activity_logs_archive")
    op.drop_index("user_activity_logs_user_idx", table_name="user_activity_logs")
    op.drop_table("user_activity_logs")
    op.drop_table("outbox_chats")
    op.drop_index("outbox_due_idx", table_name="outbox", postgresql_where=sa.text("state IN ('pending', 'sending')"))
    op.drop_index("outbox_created_at_idx", table_name="outbox")
    op.drop_index("outbox_chat_idx", table_name="outbox", postgresql_where=sa.text("chat_id IS NOT NULL"))
    op.drop_table("outbox")
    op.drop_table("leases")
    op.drop_index("lanes_due_idx", table_name="lanes", postgresql_where=sa.text("pending > 0"))
    op.drop_table("lanes")
    op.drop_index("job_runs_job_idx", table_name="job_runs")
    op.drop_table("job_runs")
    op.drop_index("inbox_received_at_idx", table_name="inbox")
    op.drop_index("inbox_pending_idx", table_name="inbox", postgresql_where=sa.text("state = 'pending'"))
    op.drop_table("inbox")
    op.drop_table("budgets")
