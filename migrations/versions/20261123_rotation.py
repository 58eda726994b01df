"""Portraits are made anew by themselves, every version is kept, and what breaks is told."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "20261123_rotation"
down_revision = "20261123_erasure"
branch_labels = None
depends_on = None

PURPOSES_BEFORE = (
    "'coach_turn', 'session_summary', 'session_digest', 'stage_analysis', 'diagnostic_turn', 'diagnosis',"
    " 'guided_turn', 'reflection', 'readiness', 'transcription'"
)
PURPOSES = PURPOSES_BEFORE.replace("'transcription'", "'portrait', 'transcription'")
ALERTS = "'rotation_failed', 'llm_down', 'llm_cap_reached', 'partitions_missing', 'queue_stuck', 'database_down'"
ABOVE_ALL_BEFORE = "((EXTRACT(epoch FROM clock_timestamp()) * (1000000)::numeric))::bigint"


def _moment(name: str, *, nullable: bool = True, default_now: bool = False) -> "sa.Column[object]":
    default = sa.text("now()") if default_now else None
    return sa.Column(name, sa.DateTime(timezone=True), server_default=default, nullable=nullable)


def _count(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False)


def upgrade() -> None:
    op.drop_constraint("model_calls_purpose_check", "model_calls")
    op.create_check_constraint(op.f("model_calls_purpose_check"), "model_calls", f"purpose IN ({PURPOSES})")
    op.add_column("users", sa.Column("profile_version", sa.BigInteger(), nullable=True))
    op.create_index("users_admins_idx", "users", ["id"], postgresql_where=sa.text("is_admin"))
    op.add_column("model_spending", _moment("capped_at"))
    _runs()
    _states()
    _versions()
    _alerts()


def _runs() -> None:
    op.create_table(
        "rotation_runs",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=True),
        _moment("began_at", nullable=False, default_now=True),
        _moment("finished_at"),
        _moment("moved_at", nullable=False, default_now=True),
        sa.Column("is_stopped", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("marked_to", sa.BigInteger(), nullable=True),
        sa.Column("wanted", sa.Integer(), nullable=True),
        *(_count(outcome) for outcome in ("updated", "unchanged", "insufficient", "skipped", "failed")),
        sa.Column("tokens", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("kind IN ('scheduled', 'asked')", name=op.f("rotation_runs_kind_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("rotation_runs_pkey")),
    )
    op.create_index(
        "rotation_runs_one_scheduled_idx",
        "rotation_runs",
        ["kind"],
        unique=True,
        postgresql_where=sa.text("finished_at IS NULL AND kind = 'scheduled'"),
    )
    unfinished = sa.text("finished_at IS NULL")
    op.create_index("rotation_runs_unfinished_idx", "rotation_runs", ["id"], postgresql_where=unfinished)


def _states() -> None:
    op.create_table(
        "profile_states",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        _moment("due_at"),
        _moment("asked_at"),
        sa.Column("run_id", sa.BigInteger(), nullable=True),
        _moment("lease_until"),
        sa.Column("fence", sa.BigInteger(), server_default=sa.text(ABOVE_ALL_BEFORE), nullable=False),
        _count("failures"),
        _count("lost"),
        _moment("refreshed_at"),
        sa.Column("photo_key", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("profile_states_user_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["rotation_runs.id"], name=op.f("profile_states_run_id_fkey"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("profile_states_pkey")),
    )
    for name, columns, among in (
        ("due", ["due_at"], "due_at IS NOT NULL AND asked_at IS NULL"),
        ("asked", ["asked_at"], "asked_at IS NOT NULL AND run_id IS NULL"),
        ("named", ["asked_at"], "asked_at IS NOT NULL AND run_id IS NOT NULL"),
        ("run", ["run_id", "asked_at"], "run_id IS NOT NULL"),
    ):
        op.create_index(f"profile_states_{name}_idx", "profile_states", columns, postgresql_where=sa.text(among))
    # Whoever is known already has no portrait yet: the first rotation makes it.
    op.execute("INSERT INTO profile_states (user_id, due_at) SELECT id, now() FROM users")


def _versions() -> None:
    texts = ("psychological_summary", "profile_summary")
    lists = (("completed", "[]"), ("interesting", "[]"), ("sources", "{}"))
    op.create_table(
        "profile_versions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        _moment("made_at", nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("restores", sa.BigInteger(), nullable=True),
        sa.Column("is_enough", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        *(sa.Column(name, JSONB(), server_default=sa.text(f"'{empty}'"), nullable=False) for name, empty in lists),
        sa.Column("input_key", sa.Text(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("provider", "model", "prompt_version")),
        sa.CheckConstraint("author IN ('rotation', 'admin')", name=op.f("profile_versions_author_check")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("profile_versions_user_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("profile_versions_pkey")),
        sa.UniqueConstraint("user_id", "input_key", name=op.f("profile_versions_user_id_input_key_key")),
    )
    op.create_index("profile_versions_user_idx", "profile_versions", ["user_id", "id"])


def _alerts() -> None:
    op.create_table(
        "system_alerts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        _moment("raised_at", nullable=False),
        *(_moment(name) for name in ("told_at", "well_since", "cleared_at")),
        sa.Column("details", JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.CheckConstraint(f"kind IN ({ALERTS})", name=op.f("system_alerts_kind_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("system_alerts_pkey")),
    )
    is_open = sa.text("cleared_at IS NULL")
    op.create_index("system_alerts_one_open_idx", "system_alerts", ["kind"], unique=True, postgresql_where=is_open)
    op.create_table(
        "alert_mutes",
        sa.Column("kind", sa.Text(), nullable=False),
        _moment("muted_until", nullable=False),
        sa.Column("muted_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(f"kind IN ({ALERTS})", name=op.f("alert_mutes_kind_check")),
        sa.PrimaryKeyConstraint("kind", name=op.f("alert_mutes_pkey")),
    )


def downgrade() -> None:
    for table in ("alert_mutes", "system_alerts", "profile_versions", "profile_states", "rotation_runs"):
        op.drop_table(table)
    op.drop_column("model_spending", "capped_at")
    op.drop_index("users_admins_idx", "users")
    op.drop_column("users", "profile_version")
    op.execute("DELETE FROM model_calls WHERE purpose = 'portrait'")
    op.drop_constraint("model_calls_purpose_check", "model_calls")
    op.create_check_constraint(op.f("model_calls_purpose_check"), "model_calls", f"purpose IN ({PURPOSES_BEFORE})")
