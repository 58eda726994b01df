"""The twelve stages, in their order."""

from enum import StrEnum


class Stage(StrEnum):
    """A stage of the journey. Source: the product's list, after Campbell and Vogler."""

    ORDINARY_WORLD = "ORDINARY_WORLD"
    CALL_TO_ADVENTURE = "CALL_TO_ADVENTURE"
    REFUSAL = "REFUSAL"
    MEETING_MENTOR = "MEETING_MENTOR"
    CROSSING_THRESHOLD = "CROSSING_THRESHOLD"
    TESTS_ALLIES_ENEMIES = "TESTS_ALLIES_ENEMIES"
    APPROACH = "APPROACH"
    ORDEAL = "ORDEAL"
    REWARD = "REWARD"
    ROAD_BACK = "ROAD_BACK"
    RESURRECTION = "RESURRECTION"
    RETURN_WITH_ELIXIR = "RETURN_WITH_ELIXIR"
