"""Where the rules of the course take their texts from."""

from dataclasses import dataclass

from relove_adapters.llm.scripted.bank import Bank
from relove_adapters.llm.scripted.choosing import Chosen, Context, choose
from relove_adapters.llm.scripted.shelves import Shelves


@dataclass(frozen=True, slots=True)
class Desk:
    bank: Bank
    shelves: Shelves

    def say(self, context: Context, *places: str, again: bool = False) -> Chosen | None:
        """The best text of these places; None when none is left unsaid (``again``: when none fits at all)."""
        return choose(context, (p for place in places for p in self.shelves[place]), again=again)


def with_words(context: Context, **words: str) -> Context:
    """More of the person's words for the slots."""
    return Context(context.scene, context.cues, context.all_cues, {**context.words, **words})
