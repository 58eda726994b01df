"""The course of a session: which kind of turn is due now. The first rule that has something to say speaks."""

from collections.abc import Callable

from relove_adapters.llm.scripted import arc, digging, reacting
from relove_adapters.llm.scripted.choosing import Chosen, Context
from relove_adapters.llm.scripted.desk import Desk

RULES: tuple[Callable[[Desk, Context], Chosen | None], ...] = (
    reacting.opening,
    reacting.care,
    reacting.reaction,
    reacting.age,
    arc.next_part,
    arc.hurry,
    digging.confrontation,
    arc.callback,
    digging.word_worth_a_stop,
    digging.chain,
    digging.stage,
    digging.probe,
)


def next_turn(desk: Desk, context: Context) -> Chosen:
    for rule in RULES:
        chosen = rule(desk, context)
        if chosen:
            return chosen
    return _anything(desk, context)


def _anything(desk: Desk, context: Context) -> Chosen:
    """Everything that fits was said: what was said the longest ago."""
    stage = f"stages/{context.scene.stage}"
    again = desk.say(context, "arc/probe", f"{stage}/questions", f"{stage}/deeper", again=True)
    return again or Chosen(desk.shelves["arc/probe"][0], {})
