"""Two statements of a person that do not go together."""

from dataclasses import dataclass

from relove_adapters.llm.scripted.bank import Bank
from relove_adapters.llm.scripted.noticing import Notice
from relove_adapters.llm.scripted.quoting import holding
from relove_adapters.llm.scripted.scene import Scene


@dataclass(frozen=True, slots=True)
class Found:
    """Which pair of the bank, and the two statements in the person's own words, the earlier one first."""

    key: str
    one: str
    other: str


def contradiction(bank: Bank, scene: Scene) -> Found | None:
    """A pair of which one side was just said and the other one earlier."""
    answers = [answer for _, answer in scene.answers()]
    if len(answers) < 2:
        return None
    *before, now = answers
    for key, pair in bank.contradictions.items():
        for mine, theirs in ((pair.one, pair.other), (pair.other, pair.one)):
            other = _statement(now, mine)
            one = next((s for s in (_statement(b, theirs) for b in before) if s), None) if other else None
            if one and other and one != other:
                return Found(key, one, other)
    return None


def _statement(answer: Notice, cues: tuple[str, ...]) -> str | None:
    return next((s for s in (holding(answer, cue) for cue in cues) if s), None)
