"""What the coach remembers of a long talk, and how a person wants to be spoken to."""

import sqlalchemy as sa
from alembic import op

revision = "20261123_memory"
down_revision = "20261123_care"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("user_sessions", sa.Column("digest", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column(
        "user_sessions", sa.Column("digested_length", sa.Integer(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column(
        "session_messages", sa.Column("is_fixed", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.add_column("users", sa.Column("intensity", sa.Text(), server_default="usual", nullable=False))
    op.add_column("users", sa.Column("takes_voice", sa.Boolean(), server_default=sa.text("true"), nullable=False))
    op.add_column("users", sa.Column("language", sa.Text(), nullable=True))
    op.create_check_constraint(op.f("users_intensity_check"), "users", "intensity IN ('softer', 'usual', 'harder')")
    op.create_check_constraint(op.f("users_language_check"), "users", "language IN ('ru', 'en')")


def downgrade() -> None:
    for column in ("language", "takes_voice", "intensity"):
        op.drop_column("users", column)
    op.drop_column("session_messages", "is_fixed")
    for column in ("digested_length", "digest"):
        op.drop_column("user_sessions", column)
