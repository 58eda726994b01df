"""A database that is away is told to the owners once, by one of many workers, and its return once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from apps.worker.database_watch import DatabaseWatch, Patience, Surroundings
from apps.worker.telling import Telling
from relove_core.alerts.record_outage import NotOurTurn
from relove_core.alerts.system import SystemAlert, SystemAlertKind
from relove_core.alerts.system_wording import to_all
from relove_core.alerts.who_is_told import Told
from relove_core.delivery.model import Outgoing
from relove_core.delivery.outcomes import Attempt, Outcome
from relove_core.ids import UserId
from relove_core.markup import escape
from relove_core.testing.clock import FrozenClock
from relove_core.testing.key_texts import KeyTexts
from relove_core.transactions import StorageUnavailable

OWNER, BORIS = UserId(1), UserId(2)
SECOND = timedelta(seconds=1)
DOWN = "system-database_down(seconds=30)"


@dataclass(slots=True)
class FakeTelegram:
    """Answers as told, then takes everything."""

    outcomes: list[Outcome] = field(default_factory=list)
    retry_after: timedelta = timedelta(0)
    asked: list[int] = field(default_factory=list)
    shown: list[tuple[int, str]] = field(default_factory=list)

    async def send(self, message: Outgoing, *, as_plain_text: bool) -> Attempt:
        self.asked.append(message.chat_id)
        outcome = self.outcomes.pop(0) if self.outcomes else Outcome.SENT
        if outcome is Outcome.SENT:
            self.shown.append((message.chat_id, message.html))
        return Attempt(outcome=outcome, retry_after=self.retry_after if outcome is Outcome.TOO_FAST else timedelta(0))


@dataclass(slots=True)
class SharedNotes:
    """Redis, as long as it is there."""

    told: datetime | None = None
    teller: object = None
    is_there: bool = True

    def of(self, holder: object) -> "NotesOf":
        return NotesOf(self, holder)


@dataclass(slots=True)
class NotesOf:
    shared: SharedNotes
    holder: object

    async def told_since(self) -> datetime | None:
        return self.shared.told if self.shared.is_there else None

    async def take_telling(self, span: timedelta) -> bool:
        if self.shared.is_there and self.shared.teller is None:
            self.shared.teller = self.holder
        return not self.shared.is_there or self.shared.teller == self.holder

    async def note_told(self, since: datetime) -> None:
        if self.shared.is_there:
            self.shared.told = since

    async def forget(self) -> None:
        if self.shared.is_there:
            self.shared.told = self.shared.teller = None


@dataclass(slots=True)
class House:
    """A database that comes and goes, and the workers that watch it."""

    clock: FrozenClock = field(default_factory=FrozenClock)
    telegram: FakeTelegram = field(default_factory=FakeTelegram)
    notes: SharedNotes = field(default_factory=SharedNotes)
    told: Told = field(default_factory=lambda: Told(team=(OWNER, BORIS)))
    is_there: bool = True
    is_busy: bool = False
    recorded: list[datetime] = field(default_factory=list)

    def worker(self) -> DatabaseWatch:
        around = Surroundings(
            look=self._look,
            record=self._record,
            telegram=self.telegram,
            notes=self.notes.of(object()),
            texts=KeyTexts(),
            clock=self.clock,
        )
        return DatabaseWatch(around, owners=[OWNER], patience=Patience())

    async def goes_by(self, seconds: int, *workers: DatabaseWatch) -> None:
        """Each looks every five seconds."""
        for _ in range(seconds // 5):
            self.clock.pass_(5 * SECOND)
            for worker in workers:
                assert await worker() == 5 * SECOND

    async def _look(self) -> Told:
        if not self.is_there:
            raise StorageUnavailable("away")
        return self.told

    async def _record(self, since: datetime) -> SystemAlert | None:
        if not self.is_there:
            raise StorageUnavailable("away")
        if self.is_busy:
            raise NotOurTurn("busy")
        self.recorded.append(since)
        return SystemAlert(
            id=1, kind=SystemAlertKind.DATABASE_DOWN, raised_at=since, told_at=since, cleared_at=self.clock.now()
        )


@pytest.fixture
def house() -> House:
    return House()


async def test_after_half_a_minute_the_team_is_told_once_and_what_was_is_kept_once(house: House) -> None:
    worker = house.worker()
    await house.goes_by(10, worker)
    house.is_there = False
    await house.goes_by(30, worker)
    assert house.telegram.shown == []
    began = house.clock.now() - 25 * SECOND
    await house.goes_by(600, worker)
    assert house.telegram.shown == [(OWNER, DOWN), (BORIS, DOWN)]
    house.is_there = True
    await house.goes_by(600, worker)

    assert house.recorded == [began]
    assert len(house.telegram.shown) == 2, "that it is over goes through the database"


async def test_a_restart_of_seconds_wakes_nobody(house: House) -> None:
    worker = house.worker()
    for _ in range(5):
        house.is_there = False
        await house.goes_by(25, worker)
        house.is_there = True
        await house.goes_by(5, worker)

    assert (house.telegram.shown, house.recorded) == ([], [])


async def test_of_two_workers_one_tells(house: House) -> None:
    workers = house.worker(), house.worker()
    await house.goes_by(5, *workers)
    house.is_there = False
    await house.goes_by(300, *workers)

    assert [chat for chat, _ in house.telegram.shown] == [OWNER, BORIS]


async def test_a_worker_that_is_started_anew_does_not_tell_it_again_and_tells_of_the_end(house: House) -> None:
    house.is_there = False
    await house.goes_by(60, house.worker())
    began = house.notes.told
    second = house.worker()
    await house.goes_by(60, second)
    assert len(house.telegram.shown) == 1, "it has never seen who is of the team, but for the owners"
    house.is_there = True
    await house.goes_by(20, house.worker())

    assert house.recorded == [began]
    assert house.notes.told is None


async def test_who_dies_while_telling_is_followed_when_its_time_is_over(house: House) -> None:
    house.telegram.outcomes = [Outcome.NOT_REACHED]
    house.is_there = False
    first, second = house.worker(), house.worker()
    await house.goes_by(35, first, second)
    await house.goes_by(30, second)
    assert house.telegram.shown == []
    house.notes.teller = None  # as Redis does when the time is over
    await house.goes_by(5, second)

    assert house.telegram.shown == [(OWNER, DOWN)]


async def test_without_redis_each_worker_tells_once(house: House) -> None:
    house.notes.is_there = False
    workers = house.worker(), house.worker()
    house.is_there = False
    await house.goes_by(600, *workers)
    assert house.telegram.shown == [(OWNER, DOWN)] * 2
    house.is_there = True
    await house.goes_by(60, *workers)

    assert len(house.recorded) == 2, "and the database keeps one of them"


async def test_who_was_told_is_noted_once_redis_is_back(house: House) -> None:
    house.notes.is_there = False
    worker = house.worker()
    house.is_there = False
    await house.goes_by(60, worker)
    house.notes.is_there = True
    await house.goes_by(5, worker)
    await house.goes_by(60, house.worker())

    assert house.telegram.shown == [(OWNER, DOWN)]


async def test_what_the_team_does_not_want_to_hear_is_kept_all_the_same(house: House) -> None:
    house.told = Told(team=(OWNER,), is_muted=True)
    worker = house.worker()
    await house.goes_by(5, worker)
    house.is_there = False
    await house.goes_by(60, worker)
    house.is_there = True
    await house.goes_by(5, worker)

    assert house.telegram.asked == []
    assert len(house.recorded) == 1


async def test_while_somebody_else_writes_the_record_is_tried_again(house: House) -> None:
    worker = house.worker()
    house.is_there = False
    await house.goes_by(60, worker)
    house.is_there, house.is_busy = True, True
    await house.goes_by(20, worker)
    assert house.notes.told is not None
    house.is_busy = False
    await house.goes_by(20, worker)

    assert len(house.recorded) == 1


def messages() -> Sequence[Outgoing]:
    return to_all((OWNER, BORIS), escape("x"))


@pytest.mark.parametrize("outcome", [Outcome.BLOCKED, Outcome.REFUSED, Outcome.UNAUTHORISED, Outcome.MARKUP_REFUSED])
async def test_who_cannot_be_told_keeps_nobody_from_being_told(outcome: Outcome) -> None:
    telegram = FakeTelegram(outcomes=[outcome])

    assert await Telling(telegram, FrozenClock()).go_on(messages())
    assert telegram.asked == [OWNER, BORIS]


@pytest.mark.parametrize("outcome", [Outcome.NOT_REACHED, Outcome.UNKNOWN, Outcome.TOO_FAST])
async def test_only_who_was_not_reached_is_tried_again_after_a_rest(outcome: Outcome) -> None:
    clock, telegram = FrozenClock(), FakeTelegram(outcomes=[outcome], retry_after=30 * SECOND)
    telling = Telling(telegram, clock)
    rest = 30 if outcome is Outcome.TOO_FAST else 2
    assert not await telling.go_on(messages())
    clock.pass_((rest - 1) * SECOND)
    assert not await telling.go_on(messages())
    assert telegram.asked == [OWNER, BORIS]
    clock.pass_(SECOND)

    assert await telling.go_on(messages())
    assert telegram.asked == [OWNER, BORIS, OWNER]
