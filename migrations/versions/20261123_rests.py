"""Messages whose fate is unknown rest before they go out again."""

import sqlalchemy as sa
from alembic import op

revision = "20261123_rests"
down_revision = "20261123_memory"
branch_labels = None
depends_on = None

WAITING = "state IN ('pending', 'sending')"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("unknowns", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("outbox", sa.Column("is_stale", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column(
        "outbox", sa.Column("due_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)
    )
    op.drop_index("outbox_due_idx", table_name="outbox", postgresql_where=sa.text(WAITING))
    op.create_index(
        "outbox_due_idx",
        "outbox",
        ["bot_id", "priority", "id", "due_at"],
        unique=False,
        postgresql_where=sa.text(WAITING),
    )


def downgrade() -> None:
    op.drop_index("outbox_due_idx", table_name="outbox", postgresql_where=sa.text(WAITING))
    op.create_index(
        "outbox_due_idx", "outbox", ["bot_id", "priority", "id"], unique=False, postgresql_where=sa.text(WAITING)
    )
    for column in ("due_at", "is_stale", "unknowns"):
        op.drop_column("outbox", column)
