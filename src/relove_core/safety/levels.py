"""How grave it is: the four levels, in their order."""

from enum import StrEnum


class CrisisLevel(StrEnum):
    """Ordered: ``SUPPORT < CRISIS`` compares gravity, not letters.

    Source of the steps: Columbia Suicide Severity Rating Scale. Its questions 1-3 (wish to be dead, thoughts,
    method) and self-harm are CRISIS, 4-5 (intent, plan) and preparation or an act are IMMINENT; SUPPORT is what
    comes before in Joiner's interpersonal theory: hopelessness, burdensomeness, not belonging.
    """

    NORMAL = "normal"
    SUPPORT = "support"
    CRISIS = "crisis"
    IMMINENT = "imminent"

    @property
    def rank(self) -> int:
        return list(CrisisLevel).index(self)

    def __lt__(self, other: str) -> bool:
        return self.rank < CrisisLevel(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= CrisisLevel(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > CrisisLevel(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= CrisisLevel(other).rank
