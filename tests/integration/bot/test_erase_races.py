"""Whoever works for a person in the moment when they are forgotten writes nothing of them."""

import asyncio
import json
import os
import random
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

import pytest
from pydantic import BaseModel

from apps.bot.container import BotContainer
from relove_core.delivery.model import Cause, Incoming, Lane
from relove_core.delivery.outcomes import Attempt, Outcome
from relove_core.errors import ReloveError
from relove_core.ids import BotId, ChatId, UserId
from relove_core.llm import Completed, Prompt
from relove_core.sessions.said import Said
from relove_core.testing.builders import a_message, a_session, cause_of, said, seen
from relove_core.testing.clock import NOON
from relove_core.transactions import StorageUnavailable
from relove_core.users.model import Contact
from tests.bot_process import BOT_ID, QUICK, TOKEN, Database, composed, message_update
from tests.contracts.world import MINUTE
from tests.integration.bot.coaches import EchoCoach
from tests.integration.postgres.walk import traces_of

RACES = int(os.environ.get("RELOVE_RACES", "10"))
"""``RELOVE_RACES=50`` is the full form."""
FIRST = 7_300_001
LONGEST_S = 0.05
"""About as long as each of them works."""
MOST_STEPS = 20
BOT = BotId(BOT_ID)
CANARY = "CANARY"
DESPAIR = f"Я не хочу жить {CANARY}"
T = TypeVar("T", bound=BaseModel)


class UnsteadyCoach(EchoCoach):
    """Takes its time, each time another."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self._chance = chance

    async def complete(self, prompt: Prompt, schema: type[T]) -> Completed[T]:
        await asyncio.sleep(self._chance.random() * LONGEST_S)
        return await super().complete(prompt, schema)


class Race:
    """One person, and everybody who works for them at once."""

    def __init__(self, container: BotContainer, database: Database, person: int, chance: random.Random) -> None:
        self.container = container
        self.database = database
        self.person = UserId(person)
        self.chance = chance
        self._number = person * 100

    async def run(self) -> Counter[str]:
        await self._live()
        stale, contact = await self._overtaken()
        control = await self._came(DESPAIR, Lane.CONTROL)
        confirmed = await self._came("стереть", Lane.TALK)
        workers: dict[str, Callable[[], Awaitable[object]]] = {
            "forget": lambda: self._forget(confirmed),
            "answer": lambda: self.container.continue_session()(stale, contact, _said(stale, CANARY)),
            "crisis": lambda: self._cry(control),
            "contact": lambda: self._touch(stale),
            "analysis": self._analyse,
            "alerts": self.container.repeat_alerts(),
            "redelivery": lambda: self._take_in(CANARY, Lane.TALK, stale.update_ids[0]),
        }
        ends = await asyncio.gather(*(self._late(name, work) for name, work in workers.items()))
        return Counter(ends)

    async def _late(self, name: str, work: Callable[[], Awaitable[object]]) -> str:
        await asyncio.sleep(self.chance.random() * LONGEST_S)
        try:
            await work()
        except ReloveError as e:
            return f"{name}: {e.code}"
        return f"{name}: done"

    async def _live(self) -> None:
        """Acquainted, in a session whose stage is to be looked at, with something written before."""
        await self.database.acquaint(self.person)
        cause = await self._came(CANARY, Lane.TALK)
        await self._touch(cause)
        async with self.container.begin()() as tx:
            await tx.sessions.open(a_session(self.person))
            await tx.sessions.hear(self.person, [said(CANARY, update_id=n) for n in range(5)], at=NOON)
            await tx.deliveries.finish(cause, [a_message(CANARY, user_id=self.person)])
        due = "UPDATE user_sessions SET analysis_due_at = now() - interval '1 day' WHERE user_id = $1"
        await self.database.rows(due, self.person)

    async def _overtaken(self) -> tuple[Cause, Contact]:
        """What a worker has in hand whose lane was taken by another, who has dealt with the same update."""
        stale = await self._came(CANARY, Lane.TALK)
        contact = await self._touch(stale)
        await self.database.rows("UPDATE lanes SET lease_until = now() WHERE chat_id = $1", self.person)
        async with self.container.begin()() as tx:
            await tx.deliveries.finish(await self._claimed(Lane.TALK))
        return stale, contact

    async def _forget(self, cause: Cause) -> None:
        """Where the database breaks a deadlock it is tried again, as a lane does it."""
        contact = await self._touch(cause)
        asked = str(int(self.container.clock().now().timestamp()))
        while True:
            with suppress(StorageUnavailable):
                await self.container.forget()(cause, contact, asked)
                return

    async def _cry(self, cause: Cause) -> None:
        contact = await self._touch(cause)
        await asyncio.sleep(self.chance.random() * LONGEST_S / 5)
        await self.container.hear_crisis()(cause, contact, _said(cause, DESPAIR))

    async def _analyse(self) -> None:
        async with self.container.begin()() as tx:
            taken = await tx.analyses.take(lease=MINUTE)
        if taken is not None:
            await self.container.analyse_stage()(taken)

    async def _came(self, text: str, lane: Lane) -> Cause:
        self._number += 1
        await self._take_in(text, lane, self._number)
        return await self._claimed(lane)

    async def _take_in(self, text: str, lane: Lane, number: int) -> None:
        raw = json.dumps(message_update(self.person, text, message_id=number, update_id=number)).encode()
        update = Incoming(bot_id=BOT, update_id=number, chat_id=ChatId(self.person), lane=lane, raw=raw)
        await self.container.inbox().take_in([update])

    async def _claimed(self, lane: Lane) -> Cause:
        claim = await self.container.inbox().claim(BOT, lane)
        assert claim is not None
        assert claim.chat_id == ChatId(self.person)
        return cause_of(claim)

    async def _touch(self, cause: Cause) -> Contact:
        return await self.container.contacts().touch(cause, seen(self.person, update_ids=cause.update_ids))


def _said(cause: Cause, text: str) -> list[Said]:
    return [Said(update_id=n, telegram_message_id=n, text=text) for n in cause.update_ids]


@pytest.fixture
async def container(database_url: str) -> AsyncIterator[BotContainer]:
    settings = {"database_url": database_url, "bot_token": TOKEN, **QUICK}
    async with composed(settings, llm=UnsteadyCoach(random.Random(1))) as container:
        yield container


async def test_whoever_works_for_them_meanwhile_a_forgotten_person_is_gone(
    container: BotContainer, database: Database
) -> None:
    seed = secrets.randbelow(2**32)
    print(f"seed {seed}")  # noqa: T201 - to do it again
    chance = random.Random(seed)
    ends: Counter[str] = Counter()
    left: dict[int, frozenset[str]] = {}
    for person in range(FIRST, FIRST + RACES):
        ends += await Race(container, database, person, chance).run()
        await _sent_and_erased(container, database)
        if found := await traces_of(container.engine(), person, CANARY):
            left[person] = found
    print(f"{RACES} races: {dict(sorted(ends.items()))}; left: {left}")  # noqa: T201 - the figure

    assert left == {}
    assert ends["forget: done"] == RACES


async def _sent_and_erased(container: BotContainer, database: Database) -> None:
    """Until nothing waits to be sent or to be erased, without the waits in between."""
    outbox, erasures = container.outbox(), container.erasures()
    while (posting := await outbox.claim(BOT)) is not None:
        await outbox.settle(BOT, posting, Attempt(outcome=Outcome.SENT, message_id=1))
    for _ in range(MOST_STEPS):
        erasure = await erasures.take()
        if erasure is None:
            return
        await erasures.go_on(erasure)
        await database.execute("UPDATE erasures SET due_at = now()")
    raise AssertionError("the erasure does not end")
