"""What is wrong is told once when it begins and once when it is over, whoever looks and however often."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from relove_core.alerts.facts import ModelFacts, QueueFacts, SystemFacts
from relove_core.alerts.record_outage import RecordOutage
from relove_core.alerts.system import SystemAlertKind
from relove_core.alerts.watch_system import Looked, WatchSystem
from relove_core.delivery.model import Priority
from relove_core.testing.builders import ANNA, BORIS, BOT
from relove_core.testing.key_texts import KeyTexts
from relove_core.testing.memory_system_alerts import ALL_WELL
from tests.contracts.memory import WatchedMemory
from tests.contracts.world import MINUTE, SECOND, meet

STUCK = replace(ALL_WELL, queues=QueueFacts(inbox=90 * SECOND))
FEW_MONTHS = replace(ALL_WELL, future_months=1)
QUEUE, MONTHS = SystemAlertKind.QUEUE_STUCK, SystemAlertKind.PARTITIONS_MISSING
BEGUN, OVER = "system-partitions_missing(months=1)", "system-partitions_missing-over(hours=0, minutes={minutes})"


@pytest.fixture
async def world() -> WatchedMemory:
    """Boris is of the team, Anna is not."""
    world = WatchedMemory()
    await meet(world, ANNA, update_id=900_001)
    await meet(world, BORIS, update_id=900_002)
    await world.make_admin(BORIS)
    return world


async def look(world: WatchedMemory, facts: SystemFacts, *, after: timedelta = timedelta(0)) -> Looked:
    """By a process that has never looked before."""
    world.clock.pass_(after)
    world.system_facts.facts = facts
    watch = WatchSystem(
        begin=world.begin,
        texts=KeyTexts(),
        clock=world.clock,
        bot_id=BOT,
        since=world.clock.now(),
        rotation_every=timedelta(hours=24),
    )
    return await watch()


async def told(world: WatchedMemory) -> list[str]:
    kept = [kept.message for kept in await world.messages()]
    assert {message.chat_id for message in kept if message} <= {BORIS}, "only the team is told"
    assert {message.priority for message in kept if message} <= {Priority.OPERATOR}
    return [str(message.html) for message in kept if message]


async def mute(world: WatchedMemory, kind: SystemAlertKind, *, until: timedelta) -> None:
    async with world.begin() as tx:
        await tx.system_alerts.mute(kind, until=world.clock.now() + until, by=BORIS)


async def test_it_is_told_once_when_it_begins_and_once_when_it_is_over(world: WatchedMemory) -> None:
    looks = [await look(world, facts, after=MINUTE) for facts in (FEW_MONTHS, FEW_MONTHS, ALL_WELL, ALL_WELL)]

    assert await told(world) == [BEGUN, OVER.format(minutes=2)]
    assert [[alert.kind for alert in one.raised] for one in looks] == [[MONTHS], [], [], []]
    assert [[alert.kind for alert in one.cleared] for one in looks] == [[], [], [MONTHS], []]
    assert [len(one.open) for one in looks] == [1, 1, 0, 0]


async def test_many_who_look_at_once_tell_it_once(world: WatchedMemory) -> None:
    for facts in (FEW_MONTHS, ALL_WELL):
        await asyncio.gather(*(look(world, facts) for _ in range(5)))

    assert await told(world) == [BEGUN, OVER.format(minutes=0)]


async def test_what_comes_again_is_another_alert(world: WatchedMemory) -> None:
    for facts in (FEW_MONTHS, ALL_WELL, FEW_MONTHS):
        await look(world, facts)

    assert [text == BEGUN for text in await told(world)] == [True, False, True]


async def test_what_nobody_can_tell_leaves_all_as_it_is(world: WatchedMemory) -> None:
    down = ModelFacts(failures=3, failing_since=world.clock.now() - 5 * MINUTE, failed_at=world.clock.now())
    await look(world, replace(ALL_WELL, models=down))
    quiet = await look(world, replace(ALL_WELL, models=down), after=timedelta(hours=2))
    answered = await look(world, replace(ALL_WELL, models=ModelFacts(answered_at=world.clock.now())))

    assert (len(quiet.open), quiet.raised, quiet.cleared) == (1, [], [])
    assert [alert.kind for alert in answered.cleared] == [SystemAlertKind.LLM_DOWN]


async def test_a_queue_that_stops_and_goes_is_told_of_once(world: WatchedMemory) -> None:
    for facts in (STUCK, ALL_WELL, STUCK, ALL_WELL, STUCK, ALL_WELL):
        await look(world, facts, after=15 * SECOND)
    assert await told(world) == ["system-queue_stuck(inbox=90, outbox=0)"]
    for _ in range(4):
        await look(world, ALL_WELL, after=15 * SECOND)

    assert (await told(world))[1:] == ["system-queue_stuck-over(hours=0, minutes=2)"], "it lasted until it flowed"


async def test_what_is_muted_is_kept_and_not_told(world: WatchedMemory) -> None:
    await mute(world, MONTHS, until=timedelta(days=1))
    looks = [await look(world, facts) for facts in (FEW_MONTHS, STUCK)]

    assert [len(one.raised) for one in looks] == [1, 1]
    assert [text.partition("(")[0] for text in await told(world)] == ["system-queue_stuck"]


async def test_what_is_open_still_when_the_mute_ends_is_told_then(world: WatchedMemory) -> None:
    await mute(world, MONTHS, until=timedelta(hours=1))
    await look(world, FEW_MONTHS)
    await look(world, FEW_MONTHS, after=timedelta(hours=1) - SECOND)
    assert await told(world) == []
    for _ in range(2):
        await look(world, FEW_MONTHS, after=SECOND)

    assert await told(world) == [BEGUN]


async def test_what_was_muted_after_it_was_told_ends_in_silence(world: WatchedMemory) -> None:
    await look(world, FEW_MONTHS)
    await mute(world, MONTHS, until=timedelta(days=1))
    await look(world, ALL_WELL)

    assert await told(world) == [BEGUN]


async def test_who_joins_the_team_later_is_told_of_what_nobody_was_told(world: WatchedMemory) -> None:
    world.state.users[BORIS] = replace(world.state.users[BORIS], is_admin=False)
    await look(world, FEW_MONTHS)
    assert await told(world) == []
    await world.make_admin(BORIS)
    await look(world, FEW_MONTHS)

    assert await told(world) == [BEGUN]


async def test_under_an_alert_is_the_button_that_mutes_it(world: WatchedMemory) -> None:
    await look(world, FEW_MONTHS)

    (message,) = [kept.message for kept in await world.messages()]
    assert message is not None
    assert [[b.action.encode() for b in row if hasattr(b, "action")] for row in message.buttons] == [
        ["mute:partitions_missing"]
    ]


async def test_an_outage_of_the_database_is_kept_and_its_end_told_by_one(world: WatchedMemory) -> None:
    record = RecordOutage(begin=world.begin, texts=KeyTexts(), clock=world.clock, bot_id=BOT)
    since = world.clock.now()
    world.clock.pass_(7 * MINUTE)
    kept = await asyncio.gather(*(record(since + n * SECOND) for n in range(3)))

    assert len([alert for alert in kept if alert]) == 1
    assert await told(world) == ["system-database_down-over(hours=0, minutes=7)"]


async def test_of_a_muted_outage_nobody_hears(world: WatchedMemory) -> None:
    await mute(world, SystemAlertKind.DATABASE_DOWN, until=timedelta(days=1))
    record = RecordOutage(begin=world.begin, texts=KeyTexts(), clock=world.clock, bot_id=BOT)

    assert await record(world.clock.now() - MINUTE) is not None
    assert await told(world) == []
