"""People can be forgotten: what is left to erase, and rows that may go and come back."""

import sqlalchemy as sa
from alembic import op

revision = "20261123_erasure"
down_revision = "20261123_streams"
branch_labels = None
depends_on = None

ABOVE_ALL_BEFORE = "((EXTRACT(epoch FROM clock_timestamp()) * (1000000)::numeric))::bigint"
FENCED = ("lanes", "outbox_chats")


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(user_id IS NULL) = (finished_at IS NOT NULL)", name="erasures_finished_check"),
        sa.PrimaryKeyConstraint("id", name="erasures_pkey"),
    )
    op.create_index("erasures_due_idx", "erasures", ["due_at"], postgresql_where=sa.text("finished_at IS NULL"))
    op.create_index("inbox_aside_idx", "inbox", ["chat_id"], postgresql_where=sa.text("state = 'aside'"))
    for table in FENCED:
        op.alter_column(table, "fence", server_default=sa.text(ABOVE_ALL_BEFORE))


def downgrade() -> None:
    for table in FENCED:
        op.alter_column(table, "fence", server_default=sa.text("0"))
    op.drop_index("inbox_aside_idx", table_name="inbox")
    op.drop_index("erasures_due_idx", table_name="erasures")
    op.drop_table("erasures")
