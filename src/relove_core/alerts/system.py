"""What is wrong with the product itself, told to the team once when it begins and once when it is over."""

from enum import StrEnum


class SystemAlertKind(StrEnum):
    ROTATION_FAILED = "rotation_failed"
    LLM_DOWN = "llm_down"
    LLM_CAP_REACHED = "llm_cap_reached"
    PARTITIONS_MISSING = "partitions_missing"
    QUEUE_STUCK = "queue_stuck"
    DATABASE_DOWN = "database_down"
