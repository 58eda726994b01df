"""The database is away: that is said straight to the owners, for it cannot go through the database.

Of several workers one tells, by notes in Redis. That it is over goes through the database again, which knows who came
first. An outage of seconds, as of a restart, is nothing to wake anybody for.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from apps.worker.telling import Sends, Telling
from relove_adapters import metrics
from relove_adapters.postgres.opening import TROUBLE
from relove_core.alerts.record_outage import NotOurTurn
from relove_core.alerts.system import SystemAlert, SystemAlertKind
from relove_core.alerts.system_wording import begun, to_all
from relove_core.alerts.who_is_told import Told
from relove_core.clock import Clock
from relove_core.ids import UserId
from relove_core.texts import Texts

log = structlog.get_logger()

KIND = SystemAlertKind.DATABASE_DOWN
AWAY = (*TROUBLE, TimeoutError)


class OutageNotes(Protocol):
    """What workers leave for each other; see ``relove_adapters/redis/outage_notes.py``."""

    async def told_since(self) -> datetime | None: ...
    async def take_telling(self, span: timedelta) -> bool: ...
    async def note_told(self, since: datetime) -> None: ...
    async def forget(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """``away``: how long before anybody is told; ``telling``: how long one worker has for it before another may."""

    away: timedelta = timedelta(seconds=30)
    every: timedelta = timedelta(seconds=5)
    telling: timedelta = timedelta(seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """``look`` raises one of ``AWAY``, or says who is told; ``record`` keeps an outage that is over, and tells so."""

    look: Callable[[], Awaitable[Told]]
    record: Callable[[datetime], Awaitable[SystemAlert | None]]
    telegram: Sends
    notes: OutageNotes
    texts: Texts
    clock: Clock


class DatabaseWatch:
    """``owners`` are told whether or not the database was ever seen."""

    def __init__(self, around: Surroundings, *, owners: Iterable[UserId], patience: Patience) -> None:
        self._around = around
        self._owners = tuple(owners)
        self._patience = patience
        self._told = Told()
        self._since: datetime | None = None
        self._telling: Telling | None = None
        self._is_settled = False
        metrics.alerts_open.labels(KIND.value).set(0)

    async def __call__(self) -> timedelta:
        """One look, and for how long to rest after it."""
        try:
            self._told = await self._around.look()
        except AWAY:
            await self._be_without()
        else:
            await self._be_back()
        return self._patience.every

    async def _be_without(self) -> None:
        now = self._around.clock.now()
        self._since = self._since or now
        self._is_settled = False
        if now - self._since < self._patience.away:
            return
        if self._telling is None:
            self._telling = Telling(self._around.telegram, self._around.clock)
            metrics.alerts_open.labels(KIND.value).set(1)
            log.error("alert.raised", kind=KIND.value)
        if not self._told.is_muted:
            await self._tell(self._since, self._telling)

    async def _tell(self, since: datetime, telling: Telling) -> None:
        notes = self._around.notes
        if telling.is_over:
            await notes.note_told(since)
            return
        if await notes.told_since() or not await notes.take_telling(self._patience.telling):
            return
        html = begun(self._around.texts, KIND, seconds=self._patience.away // timedelta(seconds=1))
        everybody = dict.fromkeys((*self._owners, *self._told.team))
        if await telling.go_on(to_all(everybody, html)):
            await notes.note_told(since)

    async def _be_back(self) -> None:
        """Also at the first look: whoever told the owners may be gone by now."""
        if self._is_settled:
            return
        since = await self._around.notes.told_since() or (self._since if self._telling else None)
        if since is not None:
            try:
                await self._around.record(since)
            except (NotOurTurn, *AWAY):
                return
            await self._around.notes.forget()
        if self._telling is not None:
            log.info("alert.cleared", kind=KIND.value)
            metrics.alerts_open.labels(KIND.value).set(0)
        self._since, self._telling, self._is_settled = None, None, True
