"""The steps from the first contact to a purchase."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class ConversionStep(StrEnum):
    """In the order of the funnel. Of each, the first time is kept for a person, and stays."""

    CAME = "came"
    CONSENTED = "consented"
    STARTED = "started"
    """Began a session, of whatever kind."""
    COMPLETED = "completed"
    """Closed one, with its summary: not one that ran out."""
    SAW_OFFER = "saw_offer"
    OPENED_PLATFORM = "opened_platform"
    """Opened a tracked link, to the platform or to a programme."""
    BOUGHT = "bought"


#: What ``User`` says of a step. ``has_purchased_flow`` is not here: a refund takes it back, and the step remains.
FLAGS: Mapping[ConversionStep, str] = MappingProxyType(
    {
        ConversionStep.STARTED: "has_started_journey",
        ConversionStep.COMPLETED: "has_completed_journey",
        ConversionStep.OPENED_PLATFORM: "has_visited_platform",
    }
)
