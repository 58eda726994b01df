"""From what was measured to what is wrong. Source of the numbers: the product's rules of alerts, or our own choice."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from relove_core.alerts.facts import RotationFacts, SystemFacts
from relove_core.alerts.system import Details, SystemAlertKind

MANY_FAILED_PERCENT = 10
STANDS_STILL_AFTER = timedelta(hours=1)
LATE_BY = timedelta(hours=2)
CATCHES_UP_WITHIN = timedelta(minutes=10)
"""A worker that has just started catches up itself with what was missed while all were away."""

MODELS_FAIL_FOR = timedelta(minutes=5)
MODELS_FAILED_LATELY = timedelta(minutes=10)
LEAST_FAILURES = 3
"""All attempts at one question: less may be two cut connections hours apart."""

LEAST_MONTHS = 2

WAITS_TOO_LONG = timedelta(minutes=1)
FLOWS_AGAIN = timedelta(seconds=30)
FLOWS_FOR = timedelta(minutes=1)


class Verdict(StrEnum):
    BAD = "bad"
    WELL = "well"
    UNCLEAR = "unclear"
    """What is open stays open, and nothing is raised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """``calm``: how long it has to be well before it is over, so that nobody is told of every to and fro."""

    kind: SystemAlertKind
    verdict: Verdict
    details: Details = field(default_factory=dict)
    calm: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """``since``: the start of the process that looks; ``rotation_every``: the period that is set."""

    now: datetime
    since: datetime
    rotation_every: timedelta = timedelta(hours=24)


def judge(facts: SystemFacts, looking: Looking) -> tuple[Condition, ...]:
    return tuple(rule(facts, looking) for rule in RULES)


def rotation(facts: SystemFacts, looking: Looking) -> Condition:
    """A scheduled run in which a tenth failed, that stands still, or that nobody began. Runs by hand are watched."""
    trouble = next(_troubles(facts.rotation, looking), None)
    ended = facts.rotation.ended
    verdict = Verdict.BAD if trouble else Verdict.WELL if ended else Verdict.UNCLEAR
    counted = {"failed": ended.failed if ended else 0, "processed": ended.processed if ended else 0}
    return Condition(
        kind=SystemAlertKind.ROTATION_FAILED, verdict=verdict, details={"reason": trouble or "", **counted}
    )


def _troubles(found: RotationFacts, looking: Looking) -> Iterator[str]:
    if found.moved_at is not None and looking.now - found.moved_at > STANDS_STILL_AFTER:
        yield "stands_still"
    is_late = found.began_at is not None and looking.now - found.began_at > looking.rotation_every + LATE_BY
    if is_late and found.moved_at is None and looking.now - looking.since > CATCHES_UP_WITHIN:
        yield "not_begun"
    if found.ended and found.ended.failed and found.ended.failed * 100 >= found.ended.processed * MANY_FAILED_PERCENT:
        yield "many_failed"


def models(facts: SystemFacts, looking: Looking) -> Condition:
    """Nobody was answered for five minutes in which somebody asked.

    While a provider is left alone there is an attempt every half a minute at most, and none while nobody asks: so it is
    the span of the failures that counts, not their number. One answer ends it; silence of ours neither begins nor ends.
    """
    found = facts.models
    failed_for = found.failed_at - found.failing_since if found.failed_at and found.failing_since else timedelta(0)
    if found.failed_at and found.failures >= LEAST_FAILURES and failed_for >= MODELS_FAIL_FOR:
        verdict = Verdict.BAD if looking.now - found.failed_at <= MODELS_FAILED_LATELY else Verdict.UNCLEAR
    else:
        verdict = Verdict.WELL if found.answered_at else Verdict.UNCLEAR
    details = {"minutes": failed_for // timedelta(minutes=1), "failures": found.failures}
    return Condition(kind=SystemAlertKind.LLM_DOWN, verdict=verdict, details=details)


def cap(facts: SystemFacts, looking: Looking) -> Condition:
    """The money of all is spent for this day; the next one begins at midnight by UTC."""
    is_reached = facts.models.capped_on == looking.now.date()
    return Condition(kind=SystemAlertKind.LLM_CAP_REACHED, verdict=Verdict.BAD if is_reached else Verdict.WELL)


def partitions(facts: SystemFacts, looking: Looking) -> Condition:
    del looking
    return Condition(
        kind=SystemAlertKind.PARTITIONS_MISSING,
        verdict=Verdict.BAD if facts.future_months < LEAST_MONTHS else Verdict.WELL,
        details={"months": facts.future_months},
    )


def queues(facts: SystemFacts, looking: Looking) -> Condition:
    """Somebody waits for more than a minute; it is over once nobody waits for half of that, for a whole minute."""
    del looking
    longest = max(facts.queues.inbox, facts.queues.outbox)
    verdict = Verdict.UNCLEAR if longest > FLOWS_AGAIN else Verdict.WELL
    return Condition(
        kind=SystemAlertKind.QUEUE_STUCK,
        verdict=Verdict.BAD if longest > WAITS_TOO_LONG else verdict,
        details={"inbox": facts.queues.inbox // SECOND, "outbox": facts.queues.outbox // SECOND},
        calm=FLOWS_FOR,
    )


SECOND = timedelta(seconds=1)
RULES: tuple[Callable[[SystemFacts, Looking], Condition], ...] = (rotation, models, cap, partitions, queues)
