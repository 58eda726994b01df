"""Whether somebody has called the help lines lately: numbers that nobody checks may be wrong when they are needed."""

from datetime import date

import structlog

from relove_core.clock import Clock
from relove_core.safety.contacts import Contacts

log = structlog.get_logger()


class HelpLinesWatch:
    """The numbers are shown all the same; the operator hears of it at the start, and once a day from then on."""

    def __init__(self, contacts: Contacts, clock: Clock) -> None:
        self._contacts = contacts
        self._clock = clock
        self._looked_on: date | None = None

    def look(self) -> None:
        today = self._clock.now().date()
        if today == self._looked_on:
            return
        self._looked_on = today
        if self._contacts.is_stale(today):
            state = "expired" if self._contacts.is_expired(today) else "stale"
            log.warning("safety.contacts_old", state=state, count=self._contacts.unchecked_days(today))
