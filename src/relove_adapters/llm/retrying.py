"""Asking again: the only place that does."""

from collections.abc import Callable

from relove_adapters.llm.asking import A, Asking, Faulty, Question
from relove_adapters.llm.failures import QuestionRefused
from relove_adapters.llm.timer import Timer
from relove_core.errors import Unavailable
from relove_core.llm import ModelFailed, NothingHeard, Repair

WAITS_S = (1.0, 2.0)
"""Before the second and the third attempt. Source: the product's rule of two retries."""


class Retrying:
    """``has_other``: whether another provider can be asked now; then nobody sits out what this one asks for."""

    def __init__(
        self,
        inner: Asking,
        *,
        timer: Timer,
        waits_s: tuple[float, ...] = WAITS_S,
        has_other: Callable[[], bool] = lambda: False,
    ) -> None:
        self._inner = inner
        self._timer = timer
        self._waits_s = waits_s
        self._has_other = has_other

    async def ask(self, question: Question[A], *, until: float) -> A:
        """Where no better one comes, an answer that is merely too long will do: it is cut."""
        spare: list[A] = []
        try:
            return await self._attempts(question, until, spare)
        except Unavailable:
            if not spare:
                raise
            return spare[-1]

    async def _attempts(self, question: Question[A], until: float, spare: list[A]) -> A:
        asked = question
        for wait_s in self._waits_s:
            try:
                return await self._attempt(asked, until, spare)
            except (NothingHeard, QuestionRefused):
                raise
            except ModelFailed as e:
                rest_s = max(wait_s, e.retry_after.total_seconds() if e.retry_after else 0.0)
                if self._timer.now() + rest_s >= until or (rest_s > wait_s and self._has_other()):
                    raise
                if e.repair is not None:
                    asked = question.mended(e.repair)
            await self._timer.sleep(rest_s)
        return await self._attempt(asked, until, spare)

    async def _attempt(self, question: Question[A], until: float, spare: list[A]) -> A:
        try:
            return await self._inner.ask(question, until=until)
        except Faulty as e:
            if e.repair is Repair.BRIEF:
                answer: A = e.answer  # type: ignore[assignment]  # what was asked for is what came
                spare.append(answer)
            raise
