"""Leaving a provider alone that fails: nobody waits for it, and it is not hammered at."""

import structlog

from relove_adapters import metrics
from relove_adapters.llm.asking import A, Asking, Question
from relove_adapters.llm.failures import QuestionRefused
from relove_adapters.llm.timer import Timer
from relove_core.errors import Unavailable
from relove_core.ids import UserId
from relove_core.llm import Misfit, ModelFailed, ModelMisconfigured, NothingHeard, Repair

log = structlog.get_logger()

FAILURES = 5
REST_S = 30.0
FINE = "ok"
FAILING = "failing"


class BreakerOpen(Unavailable):
    """The provider has failed too often just now: it was not asked."""

    code = "llm.breaker_open"


class Breaker:
    """Opens after ``failures`` failed calls in a row for ``rest_s``; then one call goes through, and decides.

    What is wrong with an answer may come of what one person has said: it counts once a person. So a model that refuses
    one of them is asked by the others, and one that answers nobody in the right shape or language is left alone.

    It counts calls, not questions, and stands below the retries: once it is open the retries of those who are under
    way end too, and the probe is one call. It stands below the pace as well: nobody is the probe while they wait for a
    slot; ``require_way`` keeps them from waiting for one in vain. What it knows is of this process; each process finds
    out by itself, at the price of ``failures`` calls.
    """

    def __init__(
        self, inner: Asking, *, name: str, timer: Timer, failures: int = FAILURES, rest_s: float = REST_S
    ) -> None:
        self._inner = inner
        self._name = name
        self._timer = timer
        self._most = failures
        self._rest_s = rest_s
        self._failures = 0
        self._ill_served: set[UserId] = set()
        self._open_until: float | None = None
        self._is_probing = False
        self.trouble = FINE
        """In a word what is wrong with the provider, until it answers again."""

    async def ask(self, question: Question[A], *, until: float) -> A:
        is_probe = self._admit()
        try:
            answer = await self._inner.ask(question, until=until)
        except ModelMisconfigured as e:
            self._open(e.misfit.value)
            raise
        except ModelFailed as e:
            self._count(e, question.person, is_probe=is_probe)
            raise
        finally:
            self._is_probing = self._is_probing and not is_probe
        self._close(is_probe=is_probe)
        return answer

    def trip(self, misfit: Misfit) -> None:
        """Open at once: it is known from elsewhere what is wrong."""
        self._open(misfit.value)

    @property
    def has_way(self) -> bool:
        """Whether a call would go through now."""
        return self._open_until is None or (not self._is_probing and self._timer.now() >= self._open_until)

    def require_way(self) -> None:
        """Raises BreakerOpen where a call would not go through now."""
        if not self.has_way:
            raise BreakerOpen(f"{self._name} is left alone for a while")

    def _admit(self) -> bool:
        """Whether this call is the probe."""
        self.require_way()
        self._is_probing = self._open_until is not None
        return self._is_probing

    def _count(self, failure: ModelFailed, person: UserId, *, is_probe: bool) -> None:
        """Too long an answer is one, and so is that nothing can be heard; a question that is not taken tells nothing.

        What was under way when it opened tells nothing new.
        """
        if failure.repair is Repair.BRIEF or isinstance(failure, NothingHeard):
            self._close(is_probe=is_probe)
        elif isinstance(failure, QuestionRefused) or (self._open_until is not None and not is_probe):
            return
        elif failure.repair is not None:
            self._count_for(person, is_probe=is_probe)
        elif is_probe:
            self._open(FAILING)
        else:
            self._failures += 1
            self._open_after_enough()

    def _count_for(self, person: UserId, *, is_probe: bool) -> None:
        """A probe that was answered badly was answered: only who serves many people badly stays alone."""
        if is_probe and len(self._ill_served) < self._most:
            self._close(is_probe=True)
        self._ill_served.add(person)
        if is_probe and self._open_until is not None:
            self._open(FAILING)
        else:
            self._open_after_enough()

    def _open_after_enough(self) -> None:
        if self._failures + len(self._ill_served) >= self._most:
            self._open(FAILING)

    def _open(self, trouble: str) -> None:
        if self.trouble != trouble:
            log.warning("llm.provider_left_alone", provider=self._name, code=trouble)
        self._open_until = self._timer.now() + self._rest_s
        self.trouble = trouble
        metrics.llm_breaker_open.labels(self._name).set(1)

    def _close(self, *, is_probe: bool) -> None:
        """An answer that was under way when it opened does not close it: the probe does."""
        if self._open_until is not None and not is_probe:
            return
        if self.trouble != FINE:
            log.info("llm.provider_returned", provider=self._name)
        self._failures = 0
        self._ill_served.clear()
        self._open_until = None
        self.trouble = FINE
        metrics.llm_breaker_open.labels(self._name).set(0)
