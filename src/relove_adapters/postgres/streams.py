"""The catalogue, tracked links and purchases."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Numeric
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from relove_adapters.postgres.engine import acting
from relove_adapters.postgres.sql import BIGINT, BOOL, INT, MOMENT, TEXT, TEXTS, as_json, statement
from relove_core.ids import UserId
from relove_core.streams.links import Target
from relove_core.streams.model import INTERESTED, Stream
from relove_core.streams.ports import Followed
from relove_core.streams.purchases import Buyer, Order, OrderDiffers, Purchase, PurchaseKind

_ALL = statement("SELECT * FROM streams ORDER BY position, slug")
_GET = statement("SELECT * FROM streams WHERE slug = :slug", slug=TEXT)
_SAVE = statement(
    """
    INSERT INTO streams (slug, title, promise, signs, link, price_note, is_active, position)
    VALUES (:slug, :title, :promise, CAST(:signs AS jsonb), :link, :price_note, :is_active, :position)
    ON CONFLICT (slug) DO UPDATE SET
        title = excluded.title, promise = excluded.promise, signs = excluded.signs, link = excluded.link,
        price_note = excluded.price_note, is_active = excluded.is_active, position = excluded.position
    """,
    slug=TEXT,
    title=TEXT,
    promise=TEXT,
    signs=TEXT,
    link=TEXT,
    price_note=TEXT,
    is_active=BOOL,
    position=INT,
)
# Whatever another hand has put there that is no list makes way for one.
_MARK = statement(
    f"""
    UPDATE users
       SET markers = jsonb_set(markers, '{{{INTERESTED}}}',
               (CASE jsonb_typeof(markers -> '{INTERESTED}') WHEN 'array' THEN markers -> '{INTERESTED}' ELSE '[]' END
                - CAST(:slug AS text))
               || CASE WHEN :is_interested THEN jsonb_build_array(CAST(:slug AS text)) ELSE '[]' END)
     WHERE id = :user_id
    """,  # noqa: S608 - the name is ours
    user_id=BIGINT,
    slug=TEXT,
    is_interested=BOOL,
)


class PostgresStreams:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def all(self) -> tuple[Stream, ...]:
        return tuple(map(_stream, await self._connection.execute(_ALL)))

    async def get(self, slug: str) -> Stream | None:
        row = (await self._connection.execute(_GET, {"slug": slug})).one_or_none()
        return None if row is None else _stream(row)

    async def save(self, stream: Stream) -> None:
        await self._connection.execute(_SAVE, {**asdict(stream), "signs": as_json(stream.signs)})

    async def mark_interest(self, user_id: UserId, slug: str, *, is_interested: bool) -> None:
        given = {"user_id": user_id, "slug": slug, "is_interested": is_interested}
        await self._connection.execute(_MARK, given)


def _stream(row: Any) -> Stream:
    return Stream(**{**row._mapping, "signs": tuple(row.signs)})


# 122 bits of the database's chance, as base64url: no column's default, because alembic compares those by asking twice.
_LINKS = statement(
    """
    INSERT INTO links AS l (token, user_id, kind, stream, url)
    SELECT translate(encode(uuid_send(gen_random_uuid()), 'base64'), '+/=', '-_'),
           :user_id, kind, nullif(stream, ''), url
      FROM unnest(:kinds, :streams, :urls) AS t (kind, stream, url)
    ON CONFLICT (user_id, kind, stream) DO UPDATE SET url = excluded.url
    RETURNING kind, stream, token
    """,
    user_id=BIGINT,
    kinds=TEXTS,
    streams=TEXTS,
    urls=TEXTS,
)


class PostgresLinks:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, user_id: UserId, targets: Sequence[Target]) -> Mapping[Target, str]:
        given = {
            "user_id": user_id,
            "kinds": [target.kind.value for target in targets],
            "streams": [target.stream or "" for target in targets],
            "urls": [target.url for target in targets],
        }
        rows = await self._connection.execute(_LINKS, given)
        tokens: dict[tuple[str, str | None], str] = {(row.kind, row.stream): row.token for row in rows}
        return {target: tokens[target.kind.value, target.stream] for target in targets}


_FOLLOW = statement(
    """
    WITH link AS (
        SELECT l.user_id, coalesce(s.link, l.url) AS url,
               split_part(coalesce(s.link, l.url), '/', 3) = ANY(:hosts) AS is_allowed
          FROM links l LEFT JOIN streams s ON s.slug = l.stream WHERE l.token = :token
    ), clicked AS (
        UPDATE links SET clicks = clicks + 1, first_clicked_at = coalesce(first_clicked_at, now()),
                         last_clicked_at = now()
         WHERE token = :token AND :is_counted AND (SELECT is_allowed FROM link)
        RETURNING user_id
    ), first AS (
        INSERT INTO conversion_steps (user_id, step, taken_at) SELECT user_id, 'opened_platform', now() FROM clicked
        ON CONFLICT DO NOTHING
        RETURNING user_id
    ), visited AS (
        UPDATE users SET has_visited_platform = true FROM first WHERE users.id = first.user_id
    )
    SELECT url, is_allowed FROM link
    """,
    token=TEXT,
    hosts=TEXTS,
    is_counted=BOOL,
)


class PostgresClicks:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def follow(self, token: str, *, hosts: Collection[str], is_counted: bool) -> Followed | None:
        given = {"token": token, "hosts": sorted(hosts), "is_counted": is_counted}
        async with acting(self._engine) as connection:
            row = (await connection.execute(_FOLLOW, given)).one_or_none()
        return None if row is None else Followed(row.url, row.is_allowed)


_HOLD = statement(
    """
    SELECT id FROM users
     WHERE id = coalesce(:user_id, (SELECT user_id FROM links WHERE token = :token))
       AND (:token IS NULL OR id = (SELECT user_id FROM links WHERE token = :token))
       FOR NO KEY UPDATE
    """,
    user_id=BIGINT,
    token=TEXT,
)
_FIND = statement(
    "SELECT * FROM purchases WHERE order_id = :order_id AND kind = :kind",
    order_id=TEXT,
    kind=TEXT,
)
_ADD = statement(
    """
    INSERT INTO purchases (order_id, kind, user_id, stream, amount, currency, recorded_at)
    VALUES (:order_id, :kind, :user_id, :stream, :amount, :currency, :recorded_at)
    ON CONFLICT (order_id, kind) DO NOTHING
    """,
    order_id=TEXT,
    kind=TEXT,
    user_id=BIGINT,
    stream=TEXT,
    amount=Numeric(12, 2),
    currency=TEXT,
    recorded_at=MOMENT,
)
# A statement of its own: it is to see what the one before it has added.
_SETTLE = statement(
    """
    UPDATE users SET has_purchased_flow = EXISTS (
        SELECT FROM purchases p WHERE p.user_id = :user_id AND p.kind = 'purchase' AND NOT EXISTS (
            SELECT FROM purchases r WHERE r.order_id = p.order_id AND r.kind = 'refund'))
     WHERE id = :user_id
    """,
    user_id=BIGINT,
)


class PostgresPurchases:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def hold(self, buyer: Buyer) -> UserId | None:
        held = await self._connection.scalar(_HOLD, {"user_id": buyer.user_id, "token": buyer.token})
        return None if held is None else UserId(held)

    async def find(self, order_id: str, kind: PurchaseKind) -> Purchase | None:
        row = (await self._connection.execute(_FIND, {"order_id": order_id, "kind": kind.value})).one_or_none()
        return None if row is None else _purchase(row)

    async def add(self, purchase: Purchase) -> None:
        order = purchase.order
        given = {**asdict(order), "kind": order.kind.value, "user_id": purchase.user_id}
        added = await self._connection.execute(_ADD, {**given, "recorded_at": purchase.recorded_at})
        if not added.rowcount:
            raise OrderDiffers(f"order_id: a {order.kind} was told in this moment under this id")
        await self._connection.execute(_SETTLE, {"user_id": purchase.user_id})


def _purchase(row: Any) -> Purchase:
    order = Order(
        order_id=row.order_id,
        kind=PurchaseKind(row.kind),
        stream=row.stream,
        amount=row.amount,
        currency=row.currency,
    )
    return Purchase(order=order, user_id=row.user_id, recorded_at=row.recorded_at)
