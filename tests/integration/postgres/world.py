"""PostgreSQL, as the contracts see it: time passes by moving every stored moment back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.contacts import PostgresContacts, make_owners
from relove_adapters.postgres.inbox import InboxTiming, PostgresInbox
from relove_adapters.postgres.messages import from_row
from relove_adapters.postgres.outbox import OutboxTiming, PostgresOutbox
from relove_adapters.postgres.privacy import PostgresErasures
from relove_adapters.postgres.refreshes import PostgresRefreshes
from relove_adapters.postgres.streams import PostgresClicks
from relove_adapters.postgres.transactions import PostgresTransactions
from relove_core.activity.model import ActivityKind
from relove_core.delivery.model import Lane
from relove_core.delivery.outcomes import OutboxState
from relove_core.ids import BotId, ChatId, UserId
from relove_core.testing.memory_state import KeptMessage, KeptUpdate
from tests.integration.postgres.walk import traces_of

#: Every moment that something is waited for.
MOMENTS = {
    "lanes": ("due_at", "waiting_since", "postponed_until", "lease_until"),
    "outbox": ("due_at",),
    "outbox_chats": ("next_at", "lease_until"),
    "budgets": ("slot_at", "paused_until"),
    "users": ("registration_date", "last_seen_date"),
    "user_rates": ("minute",),
    "inbox": ("received_at",),
    "user_sessions": ("analysis_due_at",),
    "erasures": ("due_at",),
    "profile_states": ("due_at", "asked_at", "lease_until"),
    "rotation_runs": ("began_at",),
}


class PostgresWorld:
    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        transactions = PostgresTransactions(engine)
        self.begin = transactions.begin
        self.inbox = PostgresInbox(engine, InboxTiming())
        self.timing = OutboxTiming()
        self.outbox = PostgresOutbox(engine, self.timing)
        self.contacts = PostgresContacts(engine=engine)
        self.clicks = PostgresClicks(engine)
        self.erasures = PostgresErasures(engine, batch=2)
        self.refreshes = PostgresRefreshes(engine=engine)

    async def pass_(self, time: timedelta) -> None:
        async with self.engine.begin() as connection:
            for table, columns in MOMENTS.items():
                moved = ", ".join(f"{c} = {c} - make_interval(secs => :seconds)" for c in columns)
                await connection.execute(text(f"UPDATE {table} SET {moved}"), {"seconds": time.total_seconds()})

    async def now(self) -> datetime:
        (row,) = await self.rows("SELECT now() AS now")
        moment: datetime = row.now
        return moment

    async def updates(self) -> Sequence[KeptUpdate]:
        return [
            KeptUpdate(
                bot_id=BotId(r.bot_id),
                update_id=r.update_id,
                lane=Lane(r.lane),
                arrival=r.arrival,
                chat_id=None if r.chat_id is None else ChatId(r.chat_id),
                raw=r.raw,
                may_be_joined=r.may_be_joined,
                state=r.state,
                runs=r.runs,
                failures=r.failures,
            )
            for r in await self.rows("SELECT * FROM inbox ORDER BY update_id")
        ]

    async def messages(self) -> Sequence[KeptMessage]:
        rows = await self.rows("SELECT * FROM outbox ORDER BY id")
        for r in rows:
            assert (r.message is None) == (r.chat_id is None), "a tombstone holds neither text nor chat"
            assert r.message is not None or r.user_id is None, "a tombstone holds no user"
            assert (r.settled_at is not None) == (r.message is None)
        return [
            KeptMessage(
                id=r.id,
                key=r.key,
                bot_id=BotId(r.bot_id),
                message=None if r.message is None else from_row(r),
                state=OutboxState(r.state),
                due_at=r.due_at,
                as_plain_text=r.as_plain_text,
                is_stale=r.is_stale,
                attempts=r.attempts,
                unknowns=r.unknowns,
                telegram_message_id=r.telegram_message_id,
            )
            for r in rows
        ]

    async def slots(self) -> Sequence[datetime]:
        rows = await self.rows("SELECT lease_until FROM outbox_chats WHERE lease_until IS NOT NULL ORDER BY 1")
        return [r.lease_until - self.timing.lease for r in rows]

    async def activities(self, user_id: UserId) -> Sequence[tuple[ActivityKind, dict[str, str | int]]]:
        rows = await self.rows("SELECT * FROM user_activity_logs WHERE user_id = :id ORDER BY id", id=user_id)
        return [(ActivityKind(r.activity_type), r.details) for r in rows]

    async def clicked(self) -> Sequence[int]:
        rows = await self.rows("SELECT clicks, first_clicked_at, last_clicked_at FROM links ORDER BY token")
        assert all((r.clicks > 0) == (r.first_clicked_at is not None) == (r.last_clicked_at is not None) for r in rows)
        return [r.clicks for r in rows]

    async def rated(self) -> Sequence[UserId]:
        return [UserId(r.user_id) for r in await self.rows("SELECT user_id FROM user_rates")]

    async def make_admin(self, user_id: UserId) -> None:
        await make_owners(self.engine, [user_id])

    async def traces(self, user_id: UserId) -> frozenset[str]:
        return await traces_of(self.engine, user_id)

    async def rows(self, query: str, **given: object) -> Sequence[Any]:
        async with self.engine.connect() as connection:
            return (await connection.execute(text(query), given)).all()
