"""Consents, crisis levels, alerts, stages: what the conversation needs to be safe."""

import sqlalchemy as sa
from alembic import op

revision = "20261123_care"
down_revision = "20261123_begin"
branch_labels = None
depends_on = None

STAGES = (
    "'ORDINARY_WORLD', 'CALL_TO_ADVENTURE', 'REFUSAL', 'MEETING_MENTOR', 'CROSSING_THRESHOLD', 'TESTS_ALLIES_ENEMIES', "
    "'APPROACH', 'ORDEAL', 'REWARD', 'ROAD_BACK', 'RESURRECTION', 'RETURN_WITH_ELIXIR'"
)
STATES_BEFORE = "'talking', 'paused', 'completed', 'expired'"
STATES = "'talking', 'paused', 'support', 'completed', 'expired'"


def upgrade() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind IN ('crisis')", name=op.f("alerts_kind_check")),
        sa.CheckConstraint("level IN ('normal', 'support', 'crisis', 'imminent')", name=op.f("alerts_level_check")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("alerts_user_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("alerts_pkey")),
    )
    op.create_index(
        "alerts_due_idx", "alerts", ["next_at"], unique=False, postgresql_where=sa.text("acknowledged_at IS NULL")
    )
    op.create_index(
        "alerts_one_open_idx",
        "alerts",
        ["kind", "user_id"],
        unique=True,
        postgresql_where=sa.text("acknowledged_at IS NULL"),
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("is_given", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('rules', 'data', 'news')", name=op.f("consents_kind_check")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("consents_user_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("consents_pkey")),
    )
    op.create_index("consents_user_idx", "consents", ["user_id", "kind", "id"], unique=False)
    op.create_table(
        "safety_signals",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "level IN ('normal', 'support', 'crisis', 'imminent')", name=op.f("safety_signals_level_check")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("safety_signals_user_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("safety_signals_pkey")),
    )
    op.create_index("safety_signals_user_idx", "safety_signals", ["user_id", "id"], unique=False)
    op.create_table(
        "safety_states",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("highest", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_signal_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("denied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wish_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by", sa.BigInteger(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("symbolic_death_off_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "highest IN ('normal', 'support', 'crisis', 'imminent')", name=op.f("safety_states_highest_check")
        ),
        sa.CheckConstraint(
            "level IN ('normal', 'support', 'crisis', 'imminent')", name=op.f("safety_states_level_check")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("safety_states_user_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("safety_states_pkey")),
    )
    op.create_table(
        "stage_records",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=True),
        sa.Column("refusal", sa.Text(), nullable=True),
        sa.CheckConstraint("author IN ('model', 'exercise', 'admin')", name=op.f("stage_records_author_check")),
        sa.CheckConstraint(
            "refusal IN ('same_stage', 'not_confident', 'no_such_move', 'crisis')",
            name=op.f("stage_records_refusal_check"),
        ),
        sa.CheckConstraint(
            f"source IN ({STAGES})",
            name=op.f("stage_records_source_check"),
        ),
        sa.CheckConstraint(
            f"target IN ({STAGES})",
            name=op.f("stage_records_target_check"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("stage_records_user_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("stage_records_pkey")),
    )
    op.create_index("stage_records_user_idx", "stage_records", ["user_id", "id"], unique=False)
    op.add_column(
        "user_sessions", sa.Column("analysed_length", sa.Integer(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column("user_sessions", sa.Column("analysis_due_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "user_sessions_analysis_idx",
        "user_sessions",
        ["analysis_due_at"],
        unique=False,
        postgresql_where=sa.text("analysis_due_at IS NOT NULL"),
    )
    op.add_column("users", sa.Column("time_zone", sa.Text(), nullable=True))
    op.drop_constraint("user_sessions_state_check", "user_sessions")
    op.create_check_constraint(op.f("user_sessions_state_check"), "user_sessions", f"state IN ({STATES})")


def downgrade() -> None:
    op.drop_constraint("user_sessions_state_check", "user_sessions")
    # Nobody in support is spoken to by a version that does not know support: the session rests.
    op.execute("UPDATE user_sessions SET state = 'paused' WHERE state = 'support'")
    op.create_check_constraint(op.f("user_sessions_state_check"), "user_sessions", f"state IN ({STATES_BEFORE})")
    op.drop_column("users", "time_zone")
    op.drop_index(
        "user_sessions_analysis_idx",
        table_name="user_sessions",
        postgresql_where=sa.text("analysis_due_at IS NOT NULL"),
    )
    op.drop_column("user_sessions", "analysis_due_at")
    op.drop_column("user_sessions", "analysed_length")
    op.drop_index("stage_records_user_idx", table_name="stage_records")
    op.drop_table("stage_records")
    op.drop_table("safety_states")
    op.drop_index("safety_signals_user_idx", table_name="safety_signals")
    op.drop_table("safety_signals")
    op.drop_index("consents_user_idx", table_name="consents")
    op.drop_table("consents")
    op.drop_index("alerts_one_open_idx", table_name="alerts", postgresql_where=sa.text("acknowledged_at IS NULL"))
    op.drop_index("alerts_due_idx", table_name="alerts", postgresql_where=sa.text("acknowledged_at IS NULL"))
    op.drop_table("alerts")
