"""Two statements of a person that do not go together."""

from dataclasses import dataclass

from relove_adapters.llm.scripted.bank import Bank
from relove_adapters.llm.scripted.noticing import Notice
from relove_adapters.llm.scripted.scene import Scene


@dataclass(frozen=True, slots=True)
class Found:
    """Which pair of the bank, and the statements of its two sides in the person's own words."""

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
        for is_one, mine, theirs in ((False, pair.other, pair.one), (True, pair.one, pair.other)):
            said = _statement(now, mine)
            earlier = next((s for s in (_statement(b, theirs) for b in before) if s), None) if said else None
            if said and earlier and said != earlier:
                return Found(key, said, earlier) if is_one else Found(key, earlier, said)
    return None


def _statement(answer: Notice, cues: tuple[str, ...]) -> str | None:
    return next((s for s in (answer.holding(cue) for cue in cues) if s), None)
