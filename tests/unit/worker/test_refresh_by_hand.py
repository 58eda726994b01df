"""The work of the command: whose run it joins, when it ends, and what it leaves behind when it is stopped."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from rich.console import Console

from apps.worker.batches import Batches
from apps.worker.by_hand.progress import showing
from apps.worker.by_hand.refresh import told_to_stop
from apps.worker.by_hand.refreshing import Joined, RefreshByHand, Worked
from apps.worker.by_hand.words import UNTOLD, failures
from relove_core.ids import UserId
from relove_core.profiles.ask_refresh import AlreadyAsked, AskRefresh, AskRefreshOfAll
from relove_core.profiles.foresight import Whom
from relove_core.profiles.freshness import Freshness, upcoming
from relove_core.profiles.guards import PersonUnknown
from relove_core.profiles.refresh_profile import Refreshed
from relove_core.profiles.rotation import Claim, Outcome, RotationRun, RunKind
from relove_core.testing.builders import ANNA, BORIS
from relove_core.testing.fixed_foresight import FixedForesight
from tests.unit.house import House

FRESHNESS = Freshness()


class Hand:
    """Anna and Boris are known. ``refreshing``: what happens while a portrait is made."""

    def __init__(self, refreshing: Callable[[], Awaitable[None]] | None = None) -> None:
        self.house = House()
        self.world = self.house.world
        self.refreshing = refreshing
        self.refreshed: list[UserId] = []
        self.told: list[RotationRun] = []
        self.stopping = asyncio.Event()
        begin = self.world.begin
        self.by_hand = RefreshByHand(
            begin=begin,
            ask_refresh=AskRefresh(begin=begin),
            ask_refresh_of_all=AskRefreshOfAll(begin=begin, freshness=FRESHNESS),
            refreshes=self.world.refreshes,
            batches=Batches(
                begin=begin,
                refreshes=self.world.refreshes,
                refresh_profile=self._refresh,
                freshness=FRESHNESS,
                limit=timedelta(minutes=1),
            ),
            foresight=FixedForesight(2),
            freshness=FRESHNESS,
        )

    @classmethod
    async def of(cls, refreshing: Callable[[], Awaitable[None]] | None = None) -> "Hand":
        hand = cls(refreshing)
        for user_id in (ANNA, BORIS):
            await hand.house.make_admin(user_id)
        return hand

    async def _refresh(self, claim: Claim) -> Refreshed:
        if self.refreshing is not None:
            await self.refreshing()
        later = upcoming(Outcome.UPDATED, failures=0, freshness=FRESHNESS)
        async with self.world.begin() as tx:
            await tx.profiles.settle(claim, Outcome.UPDATED, later, tokens=7)
        self.refreshed.append(claim.user_id)
        return Refreshed(outcome=Outcome.UPDATED, tokens=7)

    async def work(self, joined: Joined) -> RotationRun:
        return (await self.worked(joined)).run

    async def worked(self, joined: Joined) -> Worked:
        return await self.by_hand.work(joined.run, batch=1, stopping=self.stopping, tell=self.told.append)

    def asked_for(self) -> set[UserId]:
        return {user_id for user_id, kept in self.world.state.profile_states.items() if kept.asked_at is not None}


async def test_everybody_is_refreshed_and_the_run_ends() -> None:
    hand = await Hand.of()
    joined = await hand.by_hand.join(Whom.ALL)
    run = await hand.work(joined)

    assert joined.is_ours
    assert hand.refreshed == [ANNA, BORIS]
    assert (run.updated, run.tokens, run.wanted, run.is_stopped) == (2, 14, 2, False)
    assert run.finished_at is not None
    assert [told.processed for told in hand.told] == [0, 1, 2]


async def test_one_person_is_refreshed_even_where_their_contact_has_asked_already() -> None:
    hand = await Hand.of()
    hand.world.clock.pass_(timedelta(days=2))
    await hand.house.make_admin(ANNA)
    assert hand.asked_for() == {ANNA}

    run = await hand.work(await hand.by_hand.join(ANNA))

    assert (hand.refreshed, run.updated) == ([ANNA], 1)


async def test_of_nobody_nothing_is_begun() -> None:
    hand = await Hand.of()
    with pytest.raises(PersonUnknown):
        await hand.by_hand.join(UserId(999))

    assert hand.world.state.rotation_runs == {}


async def test_a_run_that_was_left_is_worked_on() -> None:
    hand = await Hand.of()
    left = [await hand.by_hand.join(whom) for whom in (ANNA, Whom.ALL)]
    again = [await hand.by_hand.join(whom) for whom in (ANNA, Whom.DUE)]
    due_again = await hand.by_hand.join(Whom.DUE)

    assert again[0] == Joined(run=left[0].run, is_ours=False)
    assert again[1] == due_again
    assert (again[1].run.kind, again[1].is_ours) == (RunKind.SCHEDULED, False)


async def test_a_run_of_everybody_that_is_under_way_is_joined() -> None:
    hand = await Hand.of()
    left = await hand.by_hand.join(Whom.ALL)
    again = await hand.by_hand.join(Whom.ALL)
    run = await hand.work(again)

    assert (again.run.id, again.is_ours) == (left.run.id, False)
    assert run.updated == 2


async def test_who_waits_in_a_run_of_everybody_is_not_taken_out_of_it() -> None:
    hand = await Hand.of()
    await hand.by_hand.join(Whom.ALL)
    with pytest.raises(AlreadyAsked):
        await hand.by_hand.join(ANNA)

    assert hand.asked_for() == {ANNA, BORIS}


async def test_who_is_due_is_refreshed_by_a_rotation() -> None:
    hand = await Hand.of()
    hand.world.clock.pass_(timedelta(days=2))
    run = await hand.work(await hand.by_hand.join(Whom.DUE))

    assert set(hand.refreshed) == {ANNA, BORIS}
    assert (run.kind, run.updated) == (RunKind.SCHEDULED, 2)
    assert run.finished_at is not None


async def test_when_it_is_stopped_what_is_in_flight_is_given_back_and_the_rest_asked_for_no_more() -> None:
    async def is_stopped_now() -> None:
        hand.stopping.set()
        await asyncio.Event().wait()

    hand = await Hand.of(is_stopped_now)
    run = await hand.work(await hand.by_hand.join(Whom.ALL))
    over = await hand.by_hand.stop(run)

    assert (run.finished_at, hand.refreshed) == (None, [])
    assert (over.is_stopped, over.processed) == (True, 0)
    assert over.finished_at is not None
    assert hand.asked_for() == set()
    assert all(kept.lease_until is None for kept in hand.world.state.profile_states.values())


async def test_whoever_works_on_a_run_that_another_has_stopped_begins_on_nobody_more() -> None:
    hand = await Hand.of()
    joined = await hand.by_hand.join(Whom.ALL)

    async def is_stopped_elsewhere() -> None:
        async with hand.world.begin() as tx:
            await tx.runs.stop(joined.run)

    hand.refreshing = is_stopped_elsewhere
    run = await hand.work(joined)

    assert (run.is_stopped, run.processed, hand.refreshed) == (True, 1, [ANNA])


async def test_who_stops_before_the_beginning_begins_nothing() -> None:
    hand = await Hand.of()
    joined = await hand.by_hand.join(Whom.ALL)
    hand.stopping.set()
    run = await hand.work(joined)

    assert (run, hand.refreshed) == (joined.run, [])


async def test_what_went_wrong_is_counted_by_its_reason() -> None:
    async def breaks() -> None:
        raise RuntimeError

    hand = await Hand.of(breaks)
    worked = await hand.worked(await hand.by_hand.join(Whom.ALL))

    assert (worked.run.failed, worked.reasons) == (2, {UNTOLD: 2})


def test_reasons_are_told_in_words_and_the_commonest_first() -> None:
    told = failures({"llm.cap_reached": 1, "unproven": 2, "llm.failed": 12})

    assert told == (
        "Не вышло: модель не ответила (llm.failed) — 12, портрет не прошёл проверку (unproven) — 2, "
        "деньги на модели на сегодня кончились (llm.cap_reached) — 1."
    )


async def test_who_joins_a_run_of_everybody_expects_nobody_twice() -> None:
    hand = await Hand.of()
    joined = await hand.by_hand.join(Whom.ALL)
    half = replace(joined, run=replace(joined.run, updated=1))

    assert await hand.by_hand.expected(half, Whom.ALL) == 2


async def test_on_eighty_columns_the_bar_and_its_figures_are_seen() -> None:
    hand = await Hand.of()
    run = await hand.work(await hand.by_hand.join(Whom.ALL))
    screen = StringIO()
    with showing(Console(file=screen, width=80, force_terminal=True), 5) as tell:
        tell(run)

    assert "2/2" in screen.getvalue()
    assert "не вышло 0" in screen.getvalue()


async def test_who_insists_waits_for_nothing() -> None:
    async def hang() -> None:
        async with told_to_stop() as stopping:
            for _ in range(2):
                os.kill(os.getpid(), signal.SIGINT)
                await stopping.wait()
            await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        await hang()


async def test_where_nobody_watches_lines_are_told_and_a_bar_in_a_terminal() -> None:
    hand = await Hand.of()
    run = await hand.work(await hand.by_hand.join(Whom.ALL))
    lines, screen = StringIO(), StringIO()
    for console in (Console(file=lines, width=40), Console(file=screen, width=160, force_terminal=True)):
        with showing(console, 5) as tell:
            for told in (*hand.told, run):
                tell(told)

    assert lines.getvalue().startswith("Готово 0 из 5, 0.0/с, осталось ?: новых 0, без изменений 0")
    assert "2/2" in screen.getvalue()
    assert "новых 2, без изменений 0, мало данных 0, пропущено 0, не вышло 0" in screen.getvalue()
