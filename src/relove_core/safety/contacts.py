"""Where help answers: the numbers, and how long ago somebody checked that they do."""

from dataclasses import dataclass
from datetime import date, timedelta

STALE_AFTER = timedelta(days=90)
EXPIRED_AFTER = timedelta(days=180)
"""Source: the product's safety rules: a warning after 90 days, red after 180. Numbers are shown all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """Free and round the clock, for all of Russia. Values go into texts, so they are kept as people write them."""

    emergency: str = "112"
    line: str = "8-800-2000-122"
    line_from_mobile: str = "124"
    checked_on: date = date(2026, 11, 23)

    def __post_init__(self) -> None:
        for name in ("emergency", "line", "line_from_mobile"):
            if not any(sign.isdigit() for sign in getattr(self, name)):
                raise ValueError(f"{name} must be a telephone number")

    def unchecked_days(self, today: date) -> int:
        return (today - self.checked_on).days

    def is_stale(self, today: date) -> bool:
        """Somebody should call and check again."""
        return today - self.checked_on > STALE_AFTER

    def is_expired(self, today: date) -> bool:
        """Nobody has checked for so long that it is an alarm."""
        return today - self.checked_on > EXPIRED_AFTER
