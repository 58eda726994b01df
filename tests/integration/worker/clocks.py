"""A clock that stands still until it is told to go on."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(slots=True)
class StandingClock:
    moment: datetime

    def now(self) -> datetime:
        return self.moment

    def pass_(self, time: timedelta) -> None:
        self.moment += time
