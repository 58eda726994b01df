"""The programmes sold today, the tracked ways to them, purchases, and the steps of the funnel."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "20261123_streams"
down_revision = "20261123_models"
branch_labels = None
depends_on = None

STEPS = "'came', 'consented', 'started', 'completed', 'saw_offer', 'opened_platform', 'bought'"

#: Slug, title, promise, signs of readiness, price note; the order is that of the catalogue.
STREAMS = (
    (
        "hero-path",
        "Путь Героя",
        "Двенадцать этапов одной перемены: от «больше не могу так» до своего решения. Вопросы ставим мы, идёшь ты.",
        (
            "зовёт перемена, а шаг всё откладывается",
            "старая жизнь жмёт, новая ещё не названа",
            "есть силы делать задания между встречами",
        ),
        "Цена и даты набора — на странице программы",
    ),
    (
        "past-lives",
        "Прошлые Жизни",
        "Истории, которые повторяются, хотя ты их не выбираешь: смотрим на них как на образы и ищем, что они охраняют.",
        (
            "один и тот же сюжет приходит с разными людьми",
            "есть страх или тяга, которым нет причины в твоей биографии",
            "интересно работать с образами и снами",
        ),
        "Цена и даты набора — на странице программы",
    ),
    (
        "open-heart",
        "Открытие Сердца",
        "О близости без брони: где ты закрываешься, чего это стоит и как говорить о своём без нападения и бегства.",
        (
            "рядом люди, а чувства будто за стеклом",
            "легче помогать, чем просить",
            "хочется близости, и она же пугает",
        ),
        "Цена и даты набора — на странице программы",
    ),
    (
        "shadow-work",
        "Трансформация Тени",
        "Встреча с тем, что ты в себе не любишь: злость, зависть, стыд. Не победить их, а узнать, о чём они просят.",
        (
            "одни и те же люди выводят из себя",
            "стыд или злость управляют решениями",
            "надоело быть только хорошей или только сильным",
        ),
        "Цена и даты набора — на странице программы",
    ),
    (
        "awakening",
        "Пробуждение",
        "Для тех, кто живёт по привычке: внимание к себе день за днём, пока не услышишь, чего хочется тебе.",
        (
            "дни похожи один на другой",
            "трудно ответить, чего хочется на самом деле",
            "есть готовность уделять себе немного времени каждый день",
        ),
        "Цена и даты набора — на странице программы",
    ),
)
PAGE = "https://relove.ru/streams/{slug}"


def _moment(name: str, *, nullable: bool = False, default_now: bool = False) -> "sa.Column[object]":
    default = sa.text("now()") if default_now else None
    return sa.Column(name, sa.DateTime(timezone=True), server_default=default, nullable=nullable)


def _count(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False)


def upgrade() -> None:
    _catalogue()
    _links()
    _purchases()
    _steps()


def _catalogue() -> None:
    texts = ("title", "promise", "link", "price_note")
    streams = op.create_table(
        "streams",
        sa.Column("slug", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts[:2]),
        sa.Column("signs", JSONB(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts[2:]),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        _count("position"),
        sa.PrimaryKeyConstraint("slug", name=op.f("streams_pkey")),
    )
    names = ("slug", "title", "promise", "signs", "price_note")
    rows = (dict(zip(names, stream, strict=True)) for stream in STREAMS)
    ready = ({**row, "link": PAGE.format(slug=row["slug"]), "position": 10 * n} for n, row in enumerate(rows, start=1))
    op.bulk_insert(streams, list(ready))


def _links() -> None:
    op.create_table(
        "links",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("stream", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        _count("clicks"),
        _moment("first_clicked_at", nullable=True),
        _moment("last_clicked_at", nullable=True),
        _moment("made_at", default_now=True),
        sa.CheckConstraint("kind IN ('platform', 'stream')", name=op.f("links_kind_check")),
        sa.CheckConstraint("(kind = 'stream') = (stream IS NOT NULL)", name=op.f("links_target_check")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("links_user_id_fkey"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["stream"], ["streams.slug"], name=op.f("links_stream_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token", name=op.f("links_pkey")),
        sa.UniqueConstraint(
            "user_id", "kind", "stream", name=op.f("links_user_id_kind_stream_key"), postgresql_nulls_not_distinct=True
        ),
        postgresql_with={"fillfactor": 85},
    )


def _purchases() -> None:
    op.create_table(
        "purchases",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("order_id", "kind")),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(12, 2), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        _moment("recorded_at"),
        sa.CheckConstraint("kind IN ('purchase', 'refund')", name=op.f("purchases_kind_check")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("purchases_user_id_fkey"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["stream"], ["streams.slug"], name=op.f("purchases_stream_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("purchases_pkey")),
        sa.UniqueConstraint("order_id", "kind", name=op.f("purchases_order_id_kind_key")),
    )
    has_person = sa.text("user_id IS NOT NULL")
    op.create_index("purchases_user_idx", "purchases", ["user_id"], postgresql_where=has_person)


def _steps() -> None:
    op.create_table(
        "conversion_steps",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        _moment("taken_at"),
        sa.CheckConstraint(f"step IN ({STEPS})", name=op.f("conversion_steps_step_check")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("conversion_steps_user_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "step", name=op.f("conversion_steps_pkey")),
    )
    op.create_index("conversion_steps_taken_at_idx", "conversion_steps", ["step", "taken_at"])
    op.execute(_TAKEN_ALREADY)
    op.execute(
        """
        UPDATE users SET has_started_journey = has_started_journey OR EXISTS (
                   SELECT FROM conversion_steps c WHERE c.user_id = users.id AND c.step = 'started'),
               has_completed_journey = has_completed_journey OR EXISTS (
                   SELECT FROM conversion_steps c WHERE c.user_id = users.id AND c.step = 'completed')
        """
    )


#: What people have done before the steps were counted; who has agreed, by the last of the two that are needed.
_TAKEN_ALREADY = """
    INSERT INTO conversion_steps (user_id, step, taken_at)
    SELECT id, 'came', registration_date FROM users
    UNION ALL
    SELECT user_id, 'consented', max(first_given) FROM (
        SELECT user_id, kind, min(answered_at) AS first_given FROM consents
         WHERE kind IN ('rules', 'data') AND is_given GROUP BY user_id, kind
    ) given GROUP BY user_id HAVING count(*) = 2
    UNION ALL
    SELECT user_id, 'started', min(created_at) FROM user_sessions GROUP BY user_id
    UNION ALL
    SELECT user_id, 'completed', min(completed_at) FROM user_sessions WHERE state = 'completed' GROUP BY user_id
"""


def downgrade() -> None:
    for table in ("conversion_steps", "purchases", "links", "streams"):
        op.drop_table(table)
