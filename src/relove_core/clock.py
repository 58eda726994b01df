"""Time as a port: the core never reads a clock of its own."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, timezone-aware, in UTC."""
        ...


def require_aware(**moments: datetime | None) -> None:
    """Refuse naive moments: PostgreSQL would read them in the host's zone.

    Raises:
        ValueError: names the first naive one.
    """
    for name, moment in moments.items():
        if moment is not None and moment.tzinfo is None:
            raise ValueError(f"{name} must be timezone-aware")
