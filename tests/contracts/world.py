"""What a contract needs: the ports, a way to let time pass, and eyes to see what is kept."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import Protocol

from relove_core.activity.model import ActivityKind
from relove_core.alerts.system_ports import SystemAlertsTx
from relove_core.delivery.model import Cause, Claim, Incoming, Lane, Outgoing
from relove_core.delivery.outcomes import Attempt, Outcome
from relove_core.delivery.ports import Inbox, Outbox, Posting
from relove_core.ids import UserId
from relove_core.privacy.ports import Erasures, PrivacyTx
from relove_core.profiles.ports import ProfilesTx, Refreshes
from relove_core.sessions.ports import SessionsTx
from relove_core.streams.ports import Clicks
from relove_core.testing.builders import ANNA, BOT, an_update, cause_of, seen
from relove_core.testing.memory_state import KeptMessage, KeptUpdate
from relove_core.transactions import Begin
from relove_core.users.model import Contact, User
from relove_core.users.ports import Contacts

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


class EveryTx(SessionsTx, ProfilesTx, PrivacyTx, SystemAlertsTx, Protocol):
    """What a transaction can do, all of it."""


class World(Protocol):
    """Timing of every world: lease 10 s, gap 1.5 s, patience 6 s, a sender's lease 30 s, 29 sends a second.

    Whoever refreshes a portrait has a lease of 150 s.
    """

    @property
    def begin(self) -> Begin[EveryTx]: ...
    @property
    def inbox(self) -> Inbox: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def contacts(self) -> Contacts: ...
    @property
    def clicks(self) -> Clicks: ...
    @property
    def erasures(self) -> Erasures: ...
    @property
    def refreshes(self) -> Refreshes: ...

    async def pass_(self, time: timedelta) -> None:
        """Let time go by for everything that is kept."""
        ...

    async def now(self) -> datetime:
        """The moment by the clock that leases and waits go by."""
        ...

    async def updates(self) -> Sequence[KeptUpdate]:
        """In the order of their numbers."""
        ...

    async def messages(self) -> Sequence[KeptMessage]:
        """In the order in which they were put."""
        ...

    async def slots(self) -> Sequence[datetime]:
        """When the messages claimed last may leave, one for each chat, earliest first."""
        ...

    async def activities(self, user_id: UserId) -> Sequence[tuple[ActivityKind, dict[str, str | int]]]:
        """In the order in which they were logged."""
        ...

    async def clicked(self) -> Sequence[int]:
        """How often each link was followed, in the order of the links' tokens."""
        ...

    async def rated(self) -> Sequence[UserId]:
        """Whose messages are counted."""
        ...

    async def make_admin(self, user_id: UserId) -> None:
        """As the setting of the owners does it."""
        ...

    async def traces(self, user_id: UserId) -> frozenset[str]:
        """The tables in which anything names this person."""
        ...


class Fault(Exception):
    """What goes wrong in a transaction that is to be taken back."""


@asynccontextmanager
async def rolled_back(world: World) -> AsyncIterator[EveryTx]:
    """A transaction that fails at its end."""
    with suppress(Fault):
        async with world.begin() as tx:
            yield tx
            raise Fault


async def claim(world: World, lane: Lane = Lane.TALK) -> Claim:
    """What is due; fails where nothing is."""
    claimed = await world.inbox.claim(BOT, lane)
    assert claimed is not None, "nothing is due"
    return claimed


async def is_idle(world: World, lane: Lane = Lane.TALK) -> bool:
    return await world.inbox.claim(BOT, lane) is None


async def take_and_claim(world: World, *updates: Incoming) -> Claim:
    await world.inbox.take_in(updates)
    return await claim(world)


async def finish(world: World, cause: Cause, *answers: Outgoing, set_aside: bool = False) -> None:
    async with world.begin() as tx:
        await tx.deliveries.finish(cause, answers, set_aside=set_aside)


async def put(world: World, *messages: Outgoing, update_id: int = 1) -> None:
    """Answer an update of Anna's with these."""
    claimed = await take_and_claim(world, an_update(update_id))
    await finish(world, cause_of(claimed), *messages)


async def meet(world: World, user_id: UserId = ANNA, *, update_id: int = 900_001) -> Contact:
    """Register a person by an update, which is finished."""
    claimed = await take_and_claim(world, an_update(update_id, user_id=user_id))
    contact = await world.contacts.touch(cause_of(claimed), seen(user_id, update_ids=[update_id]))
    await finish(world, cause_of(claimed))
    return contact


async def user(world: World, user_id: UserId = ANNA) -> User:
    async with world.begin() as tx:
        found = await tx.users.get(user_id)
    assert found is not None
    return found


async def next_posting(world: World) -> Posting:
    posting = await world.outbox.claim(BOT)
    assert posting is not None, "nothing to send"
    return posting


async def settle(
    world: World,
    posting: Posting,
    outcome: Outcome = Outcome.SENT,
    *,
    retry_after: timedelta = timedelta(0),
    message_id: int | None = None,
) -> None:
    await world.outbox.settle(BOT, posting, Attempt(outcome=outcome, retry_after=retry_after, message_id=message_id))


async def send_all(world: World) -> list[str]:
    """Send whatever can be sent, letting chats rest in between; the texts in their order."""
    sent: list[str] = []
    while (posting := await world.outbox.claim(BOT)) is not None:
        sent.append(posting.message.html)
        await settle(world, posting, message_id=len(sent))
        await world.pass_(2 * SECOND)
    return sent
