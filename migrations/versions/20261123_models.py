"""What models are asked, what that costs, and how fast it may go."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "20261123_models"
down_revision = "20261123_rests"
branch_labels = None
depends_on = None

PURPOSES = (
    "'coach_turn', 'session_summary', 'session_digest', 'stage_analysis', 'diagnostic_turn', 'diagnosis',"
    " 'guided_turn', 'reflection', 'readiness', 'transcription'"
)
OUTCOMES = (
    "'ok', 'shape', 'refusal', 'language', 'repeated', 'brief', 'unheard', 'silent', 'failed', 'misconfigured',"
    " 'cancelled', 'broken'"
)


def _moment(name: str, *, default_now: bool = False) -> "sa.Column[object]":
    default = sa.text("now()") if default_now else None
    return sa.Column(name, sa.DateTime(timezone=True), server_default=default, nullable=False)


def upgrade() -> None:
    op.add_column("budgets", _moment("background_at", default_now=True))
    _calls()
    op.create_table(
        "model_spending",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("calls", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("micro_usd", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("model_spending_user_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("model_spending_pkey")),
        sa.UniqueConstraint(
            "day", "user_id", name=op.f("model_spending_day_user_id_key"), postgresql_nulls_not_distinct=True
        ),
        postgresql_with={"fillfactor": 85},
    )
    op.create_index("model_spending_user_idx", "model_spending", ["user_id"])
    op.create_table(
        "model_answers",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("answer", JSONB(), nullable=False),
        _moment("made_at", default_now=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("model_answers_user_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "key", name=op.f("model_answers_pkey")),
    )
    op.create_index("model_answers_made_at_idx", "model_answers", ["made_at"])


def _calls() -> None:
    op.create_table(
        "model_calls",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("purpose", "provider", "model", "prompt_version")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("prompt_tokens", "completion_tokens", "audio_ms")),
        sa.Column("cost_micro_usd", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        _moment("called_at"),
        sa.CheckConstraint(f"purpose IN ({PURPOSES})", name=op.f("model_calls_purpose_check")),
        sa.CheckConstraint(f"outcome IN ({OUTCOMES})", name=op.f("model_calls_outcome_check")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("model_calls_user_id_fkey"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("model_calls_pkey")),
    )
    has_person = sa.text("user_id IS NOT NULL")
    op.create_index("model_calls_user_idx", "model_calls", ["user_id", "called_at"], postgresql_where=has_person)
    op.create_index("model_calls_called_at_idx", "model_calls", ["called_at"])


def downgrade() -> None:
    for table in ("model_answers", "model_spending", "model_calls"):
        op.drop_table(table)
    op.drop_column("budgets", "background_at")
