"""A whole product in memory: everything that PostgreSQL keeps, behind the same ports."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from relove_core.delivery.pacing import Pace
from relove_core.testing.clock import FrozenClock
from relove_core.testing.memory_alerts import MemoryAlerts
from relove_core.testing.memory_analyses import MemoryAnalyses
from relove_core.testing.memory_contacts import MemoryContacts
from relove_core.testing.memory_deliveries import MemoryDeliveries
from relove_core.testing.memory_inbox import MemoryInbox
from relove_core.testing.memory_journey import MemoryJourney
from relove_core.testing.memory_lock import MemoryLock
from relove_core.testing.memory_outbox import MemoryOutbox
from relove_core.testing.memory_privacy import MemoryErasures, MemoryForgetting
from relove_core.testing.memory_profiles import MemoryProfiles
from relove_core.testing.memory_purchases import MemoryPurchases
from relove_core.testing.memory_refreshes import MemoryRefreshes
from relove_core.testing.memory_runs import MemoryRuns
from relove_core.testing.memory_safety import MemorySafety
from relove_core.testing.memory_sessions import MemorySessions
from relove_core.testing.memory_state import MemoryState
from relove_core.testing.memory_streams import MemoryClicks, MemoryConversions, MemoryLinks, MemoryStreams
from relove_core.testing.memory_system_alerts import MemorySystemAlerts, SetFacts
from relove_core.testing.memory_users import MemoryUsers


class MemoryTx:
    def __init__(self, state: MemoryState, clock: FrozenClock, system_facts: SetFacts) -> None:
        self.deliveries = MemoryDeliveries(state, clock)
        self.users = MemoryUsers(state)
        self.alerts = MemoryAlerts(state)
        self.safety = MemorySafety(state)
        self.streams = MemoryStreams(state)
        self.links = MemoryLinks(state)
        self.purchases = MemoryPurchases(state)
        self.conversions = MemoryConversions(state)
        self.journey = MemoryJourney(state)
        self.forgetting = MemoryForgetting(state, clock)
        self.sessions = MemorySessions(state, clock)
        self.analyses = MemoryAnalyses(state, clock)
        self.profiles = MemoryProfiles(state, clock)
        self.runs = MemoryRuns(state, clock)
        self.system_alerts = MemorySystemAlerts(state)
        self.system_facts = system_facts


class MemoryWorld:
    """``clock`` is the database's clock as well: nothing becomes due unless it is moved."""

    def __init__(self, *, pace: Pace | None = None) -> None:
        self.clock = FrozenClock()
        self.state = MemoryState()
        self.system_facts = SetFacts()
        self._lock = MemoryLock()
        self.inbox = MemoryInbox(
            state=self.state,
            lock=self._lock,
            clock=self.clock,
            lease=timedelta(seconds=10),
            gap=timedelta(seconds=1.5),
            patience=timedelta(seconds=6),
        )
        self.outbox = MemoryOutbox(
            state=self.state,
            lock=self._lock,
            clock=self.clock,
            lease=timedelta(seconds=30),
            pace=pace or Pace(),
        )
        self.contacts = MemoryContacts(state=self.state, lock=self._lock, clock=self.clock)
        self.erasures = MemoryErasures(state=self.state, lock=self._lock, clock=self.clock)
        self.clicks = MemoryClicks(state=self.state, lock=self._lock, clock=self.clock)
        self.refreshes = MemoryRefreshes(state=self.state, lock=self._lock, clock=self.clock)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[MemoryTx]:
        """One change at a time; any exception takes all of it back."""
        async with self._lock:
            before = self.state.copy()
            try:
                yield MemoryTx(self.state, self.clock, self.system_facts)
            except BaseException:
                self.state.become(before)
                raise
