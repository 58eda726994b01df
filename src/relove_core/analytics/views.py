"""The first figures."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """People and sessions at this moment; days are the last 24 hours times so many."""

    people: int
    active_today: int
    active_in_7_days: int
    active_in_30_days: int
    consented: int
    active_sessions: int
    completed_sessions: int
    people_held: int
    open_alerts: int
    by_stage: tuple[tuple[str, int], ...]


class FiguresReader(Protocol):
    async def figures(self) -> Figures: ...
