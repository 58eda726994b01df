"""Taking work, doing it beside the others, and stopping."""

import asyncio
from collections.abc import Callable

import pytest
from structlog.testing import capture_logs

from apps.bot.pump import LONGEST_REST_S, Pump, Wake, beside, rest_s
from relove_core.transactions import StorageUnavailable


class Stock:
    """Work to be claimed; an error in it is raised; at its end the pump is asked to stop."""

    def __init__(self, *work: int | Exception, stop: asyncio.Event) -> None:
        self.work = list(work)
        self.stop = stop

    async def claim(self) -> int | None:
        if not self.work:
            self.stop.set()
            return None
        taken = self.work.pop(0)
        if isinstance(taken, Exception):
            raise taken
        return taken


def pump(stock: Stock, work: Callable[[int], object], *, at_once: int = 2) -> Pump[int]:
    async def do(taken: int) -> None:
        result = work(taken)
        if asyncio.iscoroutine(result):
            await result

    return Pump(name="test", claim=stock.claim, work=do, at_once=at_once, idle_s=0.001)


async def test_everything_that_is_claimed_is_done() -> None:
    stop, done = asyncio.Event(), list[int]()
    await pump(Stock(1, 2, 3, 4, 5, stop=stop), done.append).run(stop)

    assert sorted(done) == [1, 2, 3, 4, 5]


async def test_who_idles_stops_at_once() -> None:
    stop = asyncio.Event()

    async def nothing() -> None:
        asyncio.get_running_loop().call_soon(stop.set)

    async def never(_: None) -> None:
        raise AssertionError

    pumping: Pump[None] = Pump(name="test", claim=nothing, work=never, at_once=1, idle_s=3600)

    async with asyncio.timeout(60):
        await pumping.run(stop)


async def test_no_more_is_done_at_once_than_allowed() -> None:
    stop, running, most = asyncio.Event(), 0, 0

    async def work(_: int) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.002)
        running -= 1

    await pump(Stock(*range(9), stop=stop), work, at_once=3).run(stop)

    assert most == 3


async def test_what_was_begun_is_finished_before_the_end() -> None:
    stop, done = asyncio.Event(), list[int]()

    async def work(taken: int) -> None:
        stop.set()
        await asyncio.sleep(0.01)
        done.append(taken)

    await pump(Stock(1, stop=stop), work).run(stop)

    assert done == [1]


async def test_a_database_that_is_gone_is_waited_for() -> None:
    stop, done = asyncio.Event(), list[int]()
    gone = StorageUnavailable("gone")
    await pump(Stock(gone, 1, gone, gone, 2, stop=stop), done.append).run(stop)

    assert sorted(done) == [1, 2]


async def test_a_mistake_in_a_claim_is_told_and_tried_again() -> None:
    stop, done = asyncio.Event(), list[int]()

    with capture_logs() as logged:
        await pump(Stock(ZeroDivisionError(), 1, KeyError(), 2, stop=stop), done.append).run(stop)

    assert sorted(done) == [1, 2]
    assert [(line["event"], line["kind"]) for line in logged] == [("pump.claim_failed", "test")] * 2


@pytest.mark.parametrize(("mistakes", "rest"), [(1, 0.5), (2, 1), (3, 2), (7, LONGEST_REST_S), (9999, LONGEST_REST_S)])
def test_after_each_mistake_the_rest_is_twice_as_long(mistakes: int, rest: float) -> None:
    assert rest_s(mistakes, shortest_s=0.25) == rest


async def test_who_rests_after_a_mistake_stops_at_once() -> None:
    stop = asyncio.Event()

    async def fails() -> int | None:
        asyncio.get_running_loop().call_soon(stop.set)
        raise ZeroDivisionError

    pumping: Pump[int] = Pump(name="test", claim=fails, work=pump(Stock(stop=stop), print).work, at_once=1, idle_s=3600)

    async with asyncio.timeout(60):
        await pumping.run(stop)


async def test_work_that_is_done_rings_for_the_next() -> None:
    stop = asyncio.Event()
    one = pump(Stock(1, stop=stop), lambda _: None)
    one.idle_s = 60
    async with asyncio.timeout(1):
        await one.run(stop)


async def test_a_bell_ends_the_wait_once() -> None:
    wake = Wake()
    wake.ring()
    async with asyncio.timeout(1):
        await wake.wait(60)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await wake.wait(60)


async def test_a_wait_without_a_bell_ends_by_itself() -> None:
    async with asyncio.timeout(1):
        await Wake().wait(0.001)


async def test_what_runs_beside_ends_with_the_body() -> None:
    ended = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    async with beside(work()):
        await asyncio.sleep(0)

    assert ended.is_set()


async def test_an_error_beside_comes_out_at_the_end() -> None:
    async def work() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        async with beside(work()):
            await asyncio.sleep(0.001)


async def test_an_error_of_the_body_comes_out() -> None:
    with pytest.raises(KeyError):
        async with beside(asyncio.sleep(60)):
            raise KeyError
