"""What the detector hands out: how grave, and of which kind; never the text."""

from dataclasses import dataclass
from enum import StrEnum

from relove_core.safety.levels import CrisisLevel


class Kind(StrEnum):
    """Why a message was flagged, for the audit."""

    EXPLICIT = "explicit"
    METHOD = "method"
    SELF_HARM = "self_harm"
    FAREWELL = "farewell"
    PLAN = "plan"
    MEANS_AT_HAND = "means_at_hand"
    IN_PROGRESS = "in_progress"
    HOPELESSNESS = "hopelessness"
    BURDEN = "burden"
    TIRED_OF_LIVING = "tired_of_living"
    WISH_TO_VANISH = "wish_to_vanish"
    THOUGHTS_OF_DEATH = "thoughts_of_death"
    FOR_A_FRIEND = "for_a_friend"
    PUTTING_IN_ORDER = "putting_in_order"
    PAST_ATTEMPT = "past_attempt"
    LIKENESS = "likeness"
    """No known phrase: heard by the second ear, which cannot say what kind it is."""
    MODEL = "model"
    """The language model's own flag, not the detector's."""
    DETECTOR_FAILED = "detector_failed"


@dataclass(frozen=True, slots=True)
class Signal:
    level: CrisisLevel
    kind: Kind

    def __post_init__(self) -> None:
        if self.level is CrisisLevel.NORMAL:
            raise ValueError("a signal is at least support; no signal is None")
