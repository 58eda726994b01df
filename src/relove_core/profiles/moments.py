"""Moments as the team reads them: by the clock of Moscow."""

from datetime import datetime, timedelta, timezone

MOSCOW = timezone(timedelta(hours=3))
"""Without summer time since 2014."""


def moment(at: datetime) -> str:
    return f"{at.astimezone(MOSCOW):%d.%m.%Y %H:%M}"
