"""One attempt at one provider, and not for longer than anybody would wait."""

import asyncio

from relove_adapters.llm.asking import LONG_ANSWERS, TIMES_AS_LONG, A, Provider, Question
from relove_adapters.llm.timer import Timer
from relove_core.errors import Unavailable
from relove_core.llm import ModelFailed


class ModelSilent(ModelFailed):
    """No answer came in time; whether it was made, and is paid for, nobody can tell."""

    code = "llm.silent"


class NoTime(Unavailable):
    """Our own time is over: nobody was asked."""

    code = "llm.no_time"


class Limited:
    def __init__(self, provider: Provider, *, timer: Timer, attempt_s: float) -> None:
        self._provider = provider
        self._timer = timer
        self._attempt_s = attempt_s

    async def ask(self, question: Question[A], *, until: float) -> A:
        times = TIMES_AS_LONG if question.purpose in LONG_ANSWERS else 1
        limit_s = min(times * self._attempt_s, until - self._timer.now())
        if limit_s <= 0:
            raise NoTime("no time is left")
        try:
            async with asyncio.timeout(limit_s):
                return await question.put_to(self._provider)
        except TimeoutError as e:
            raise ModelSilent(f"no answer within {limit_s:.1f} s") from e
