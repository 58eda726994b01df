"""The guided exercise of each stage: where it leads who has completed it."""

from collections.abc import Mapping
from types import MappingProxyType

from relove_core.journey.model import Author, Proposal, Stage

QUESTIONS = 3
"""How many questions an exercise has. Source: the product's list of commands."""

#: The edge that a completed exercise proposes: forward along the machine, never into the refusal.
EXERCISE_EDGES: Mapping[Stage, Stage] = MappingProxyType(
    {
        Stage.ORDINARY_WORLD:       Stage.CALL_TO_ADVENTURE,
        Stage.CALL_TO_ADVENTURE:    Stage.MEETING_MENTOR,
        Stage.REFUSAL:              Stage.MEETING_MENTOR,
        Stage.MEETING_MENTOR:       Stage.CROSSING_THRESHOLD,
        Stage.CROSSING_THRESHOLD:   Stage.TESTS_ALLIES_ENEMIES,
        Stage.TESTS_ALLIES_ENEMIES: Stage.APPROACH,
        Stage.APPROACH:             Stage.ORDEAL,
        Stage.ORDEAL:               Stage.REWARD,
        Stage.REWARD:               Stage.ROAD_BACK,
        Stage.ROAD_BACK:            Stage.RESURRECTION,
        Stage.RESURRECTION:         Stage.RETURN_WITH_ELIXIR,
        Stage.RETURN_WITH_ELIXIR:   Stage.ORDINARY_WORLD,
    }
)  # fmt: skip


def by_exercise(stage: Stage, *, quote: str | None = None) -> Proposal:
    """What an exercise proposes, with confidence 1: the person has decided. Source: the product's journey rules."""
    reason = "Пройдены три вопроса этапа, человек решил сам"
    return Proposal(stage=stage, confidence=1.0, reason=reason, quote=quote, author=Author.EXERCISE)
