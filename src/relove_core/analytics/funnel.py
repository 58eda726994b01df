"""How far people come, from where, and how they move between the stages."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from relove_core.errors import InvalidInput
from relove_core.journey.model import Stage
from relove_core.streams.conversion import ConversionStep

MOST_DAYS = 3650
USUAL = timedelta(days=30)
#: The whole time.
EVER = frozenset({"all", "всё", "все"})

_DAYS = re.compile(r"[0-9]{1,4}")


class BadWindow(InvalidInput):
    """It is neither a number of days nor all of the time."""

    code = "analytics.bad_window"


def window_of(told: str) -> timedelta | None:
    """What ``/stats`` was given: nothing (``USUAL``), days from 1 to ``MOST_DAYS``, or the whole time (``None``).

    Raises:
        BadWindow: something else.
    """
    told = told.strip().lower()
    if not told:
        return USUAL
    if told in EVER:
        return None
    if not _DAYS.fullmatch(told) or not 1 <= int(told) <= MOST_DAYS:
        raise BadWindow(f"window: days from 1 to {MOST_DAYS}, or all")
    return timedelta(days=int(told))


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelStep:
    """``happened``: people who took the step first within the window. ``newcomers``: those who came within it, and
    have taken the step since."""

    step: ConversionStep
    happened: int
    newcomers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Those who came within the window by one deep link, and how many of them have bought; ``None``: by none."""

    source: str | None
    came: int
    bought: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """Transitions that were made within the window; the first placement has no source."""

    source: Stage | None
    target: Stage
    made: int


class FunnelReader(Protocol):
    """Windows end now, by the database's clock; ``None`` is the whole time. Each call is one statement."""

    async def steps(self, window: timedelta | None) -> tuple[FunnelStep, ...]:
        """Every step, in the order of the funnel."""
        ...

    async def sources(self, window: timedelta | None, *, most: int) -> tuple[Source, ...]:
        """Those by which most have come."""
        ...

    async def moves(self, window: timedelta | None, *, most: int) -> tuple[Moves, ...]:
        """The most frequent ones."""
        ...
