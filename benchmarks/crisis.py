"""How soon a crisis is answered while a slow model still thinks about the message before, and what becomes of that."""

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from statistics import quantiles
from typing import Any

from benchmarks.people import acquaint, update_of
from benchmarks.report import Figure
from benchmarks.stage import Stage, stage

RACES = 50
THINKS_S = 4.0
#: From 0.1 s after the message before to 3 s: the model is asked, thinks, is about to answer.
GAPS_S = tuple(0.1 + 2.9 * n / (RACES - 1) for n in range(RACES))
PEOPLE = range(20_000, 20_000 + RACES)
SIGNAL = "Я не хочу больше жить"


async def measure() -> list[Figure]:
    async with stage() as playground:
        model = await playground.model()
        await playground.people(list(PEOPLE))
        await acquaint(playground, PEOPLE)
        await playground.bot(**model.settings, RELOVE_MERGE_GAP_MS="0", RELOVE_LLM_PER_SECOND="1000")
        numbers = count(1)
        await _open_sessions(playground, numbers)
        await model.set_faults({"kind": "slow", "seconds": THINKS_S})
        before = (await playground.sends())[-1]["number"]
        told_at = await asyncio.gather(
            *(_race(playground, numbers, person, gap) for person, gap in zip(PEOPLE, GAPS_S, strict=True))
        )
        await asyncio.sleep(2 * THINKS_S)
        sends = await playground.sends(after=before)
    answers = {person: _answer(sends, person) for person in PEOPLE}
    waits = [answers[person]["received"] - at for person, at in zip(PEOPLE, told_at, strict=True)]
    later = sum(1 for call in sends if call["number"] > answers[call["chat_id"]]["number"] and not _is_fixed(call))
    p95 = quantiles(waits, n=20)[-1]
    return [
        Figure(
            name="seconds from a signal of crisis to its answer on the wire, at most",
            value=max(waits),
            bound="≤ 2",
            is_met=max(waits) <= 2,
            remark=f"{RACES} races with a model that thinks for {THINKS_S:.0f} s; p95 {p95:.2f} s",
        ),
        Figure(
            name="answers of the coach that arrived afterwards",
            value=later,
            bound="0",
            is_met=later == 0,
            remark="of the messages that were being thought about",
        ),
    ]


async def _open_sessions(playground: Stage, numbers: Iterator[int]) -> None:
    await playground.post("/sandbox/updates", [update_of(next(numbers), person, "/natasha") for person in PEOPLE])
    while len(await playground.sends()) < RACES:  # noqa: ASYNC110 - another process does what is waited for
        await asyncio.sleep(0.1)


async def _race(playground: Stage, numbers: Iterator[int], person: int, gap_s: float) -> float:
    """A message, and the signal that overtakes its answer; when the signal was sent.

    Telegram's numbers grow: one that comes after a higher one was fetched is never handed out.
    """
    await playground.post("/sandbox/updates", [update_of(next(numbers), person, "Я всем помогаю, а мне никто")])
    await asyncio.sleep(gap_s)
    at = time.time()
    await playground.post("/sandbox/updates", [update_of(next(numbers), person, SIGNAL)])
    return at


def _answer(sends: Sequence[Mapping[str, Any]], person: int) -> Mapping[str, Any]:
    return next(call for call in sends if call["chat_id"] == person and _is_fixed(call))


def _is_fixed(call: Mapping[str, Any]) -> bool:
    """Every fixed answer names the number of emergencies; the local model never does."""
    return "112" in str(call["text"])
