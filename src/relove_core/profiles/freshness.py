"""When a portrait is made anew. Source of the numbers: the product's rules of profile rotation."""

from dataclasses import dataclass
from datetime import timedelta

from relove_core.profiles.rotation import Outcome

RETRIES = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
"""After a failure it is tried again so much later; then the next rotation takes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """Portraits older than ``age`` are due, of people seen within ``window``; a rotation begins every ``period``."""

    age: timedelta = timedelta(days=7)
    window: timedelta = timedelta(days=30)
    period: timedelta = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upcoming:
    """``due_in``: for a rotation, ``None``: not before they are here again; ``again_in``: without waiting for one.

    From now on by the clock of whoever keeps it: that of a worker which is wrong makes nobody sleep for years.
    """

    due_in: timedelta | None
    again_in: timedelta | None = None


def upcoming(outcome: Outcome, *, failures: int, freshness: Freshness, rest: timedelta = timedelta(0)) -> Upcoming:
    """When the next refresh is due after this one.

    ``failures``: how many came before this one; ``rest``: for how long somebody has asked us to wait, a period at most.
    Who has told too little, or is in crisis, is looked at again a period later; who has left, or has not consented, at
    their next contact.
    """
    if outcome is Outcome.FAILED:
        wait = max(RETRIES[failures], min(rest, freshness.period)) if failures < len(RETRIES) else None
        return Upcoming(due_in=timedelta(0), again_in=wait)
    if outcome in (Outcome.NO_CONSENT, Outcome.INACTIVE):
        return Upcoming(due_in=None)
    if outcome in (Outcome.INSUFFICIENT, Outcome.HELD):
        return Upcoming(due_in=freshness.period)
    return Upcoming(due_in=freshness.age)
