"""The caps: nobody is asked once the money, or the calls, of a day are spent."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

import structlog

from relove_adapters.llm.asking import A, Asking, Question
from relove_adapters.llm.prices import Prices
from relove_core.clock import Clock
from relove_core.errors import Unavailable
from relove_core.ids import UserId
from relove_core.llm import SpendingCapReached
from relove_core.transactions import StorageUnavailable

log = structlog.get_logger()


class Cap(StrEnum):
    """Which of them is reached."""

    EVERYBODY = "everybody"
    PERSON = "person"
    CALLS = "calls"


class NobodyThere(Unavailable):
    """The person was erased meanwhile: nothing about them may leave any more."""

    code = "llm.nobody_there"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """Of one day by UTC; money in millionths of a dollar."""

    everybody: int
    person: int
    calls: int


class Ledger(Protocol):
    """What was spent on a day, and what is held back for calls under way. Raises ``StorageUnavailable``."""

    async def hold(self, person: UserId, day: date, amount: int, caps: Caps) -> Cap | None:
        """Count a call and hold ``amount`` back for it, in one act; or say which cap forbids that.

        Raises:
            NobodyThere: the person is gone.
        """
        ...

    async def give_back(self, person: UserId, day: date, amount: int) -> None:
        """End what was held; what the call did cost is charged elsewhere (``CallBook``)."""
        ...


class Spending:
    """Asks only for what the caps leave room for: what the call will cost, about, is held back until it has ended.

    A process that dies meanwhile leaves it held until the end of the day: rather too little is spent than too much.
    """

    def __init__(self, inner: Asking, *, ledger: Ledger, caps: Caps, prices: Prices, model: str, clock: Clock) -> None:
        self._inner = inner
        self._ledger = ledger
        self._caps = caps
        self._prices = prices
        self._model = model
        self._clock = clock
        self._told: set[tuple[date, Cap]] = set()

    async def ask(self, question: Question[A], *, until: float) -> A:
        day = self._clock.now().date()
        amount = self._prices.cost(self._model, question.likely_usage, on=day)
        if reached := await self._ledger.hold(question.person, day, amount, self._caps):
            self._tell(day, reached)
            raise SpendingCapReached(f"no more today: {reached}")
        try:
            return await self._inner.ask(question, until=until)
        finally:
            await self._give_back(question.person, day, amount)

    async def _give_back(self, person: UserId, day: date, amount: int) -> None:
        """An answer that is paid for is worth more than exact books."""
        try:
            await self._ledger.give_back(person, day, amount)
        except StorageUnavailable:
            log.warning("llm.books_out_of_reach", user_id=person)

    def _tell(self, day: date, reached: Cap) -> None:
        """Once a day and process."""
        self._told = {told for told in self._told if told[0] == day}
        if (day, reached) not in self._told:
            self._told.add((day, reached))
            log.warning("llm.cap_reached", kind=reached.value)
