"""What may happen to a person's level: the whole machine as a table, and what refuses to move it."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from relove_core.errors import Conflict
from relove_core.safety.levels import CrisisLevel


class Event(StrEnum):
    SIGNAL_SUPPORT = "signal_support"
    SIGNAL_CRISIS = "signal_crisis"
    SIGNAL_IMMINENT = "signal_imminent"
    DENIAL = "denial"
    WISH = "wish"
    RELEASE = "release"
    RETURN = "return"


_N, _S, _C, _I = CrisisLevel

#: The whole machine. A pair that is not here is not allowed. RETURN has guards besides: ``Safety.obstacles``.
TRANSITIONS: Mapping[tuple[CrisisLevel, Event], CrisisLevel] = MappingProxyType(
    {
        (_N, Event.SIGNAL_SUPPORT):  _S,
        (_N, Event.SIGNAL_CRISIS):   _C,
        (_N, Event.SIGNAL_IMMINENT): _I,
        (_S, Event.SIGNAL_SUPPORT):  _S,
        (_S, Event.SIGNAL_CRISIS):   _C,
        (_S, Event.SIGNAL_IMMINENT): _I,
        (_S, Event.DENIAL):          _S,
        (_S, Event.WISH):            _S,
        (_S, Event.RELEASE):         _S,
        (_S, Event.RETURN):          _N,
        (_C, Event.SIGNAL_SUPPORT):  _C,
        (_C, Event.SIGNAL_CRISIS):   _C,
        (_C, Event.SIGNAL_IMMINENT): _I,
        (_C, Event.DENIAL):          _S,
        (_C, Event.WISH):            _C,
        (_C, Event.RELEASE):         _C,
        (_C, Event.RETURN):          _N,
        (_I, Event.SIGNAL_SUPPORT):  _I,
        (_I, Event.SIGNAL_CRISIS):   _I,
        (_I, Event.SIGNAL_IMMINENT): _I,
        (_I, Event.DENIAL):          _S,
        (_I, Event.WISH):            _I,
        (_I, Event.RELEASE):         _I,
        (_I, Event.RETURN):          _N,
    }
)  # fmt: skip

SIGNALS: Mapping[CrisisLevel, Event] = MappingProxyType(
    {_S: Event.SIGNAL_SUPPORT, _C: Event.SIGNAL_CRISIS, _I: Event.SIGNAL_IMMINENT}
)


class Obstacle(StrEnum):
    """What still stands between a person and the ordinary conversation."""

    HOLD = "hold"
    WISH = "wish"
    OPEN_ALERT = "open_alert"
    RELEASE = "release"


class SafetyStepNotAllowed(Conflict):
    """The table has no such step from this level."""

    code = "safety.step_not_allowed"


class ReturnNotAllowed(Conflict):
    """It is too early for the ordinary conversation; ``obstacles`` says what is missing."""

    code = "safety.return_not_allowed"

    def __init__(self, obstacles: frozenset[Obstacle]) -> None:
        super().__init__(f"still in the way: {', '.join(sorted(obstacles))}")
        self.obstacles = obstacles


class HeldForSafety(Conflict):
    """Provocation, stage moves and offers wait while a person is not at the normal level."""

    code = "safety.held"
