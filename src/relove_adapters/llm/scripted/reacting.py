"""Turns that the person's last answer asks for by itself, before the thread goes on."""

from relove_adapters.llm.scripted.choosing import Chosen, Context
from relove_adapters.llm.scripted.desk import Desk, with_words

#: Answers that get a turn of their own.
REACTIONS = frozenset({"health", "bot", "human", "hostile", "tears", "leaving", "product", "refusal", "too_hard",
                       "misheard", "repeating", "why_ask", "advice", "asks_back", "greeting", "silence", "emoji",
                       "question_mark", "gibberish", "foreign", "sarcasm"})  # fmt: skip
#: Answers to a closing turn that let the session end.
PARTING = frozenset({"thanks", "yes", "leaving", "laugh", "emoji", "silence", "fine", "no"})
CLOSED = ("/closings", "arc/farewell", "arc/sealed", "arc/after")
#: In care these are still answered for what they are.
_ANSWERED_IN_CARE = frozenset({"bot", "human", "leaving", "product", "hostile"})
_NO_BEGINNING = frozenset({"greeting", "silence", "emoji", "yes"})


def opening(desk: Desk, context: Context) -> Chosen | None:
    """The first turn, unless the person has already begun."""
    scene = context.scene
    if scene.turn > 1 or (scene.now is not None and scene.now.kind not in _NO_BEGINNING):
        return None
    if scene.known:
        return desk.say(with_words(context, known=scene.known), "arc/returning", again=True)
    return desk.say(context, f"stages/{scene.stage}/openings", again=True)


def care(desk: Desk, context: Context) -> Chosen | None:
    """Danger, violence, a loss: nobody is provoked then."""
    scene = context.scene
    reason, now = scene.care, scene.now
    if reason is None or now is None:
        return None
    is_new = now.has(reason) or not scene.said_at(f"care/{reason}")
    first = desk.say(context, f"care/{reason}") if is_new else None
    answered = reaction(desk, context) if now.kind in _ANSWERED_IN_CARE else None
    return first or answered or desk.say(context, "care/on", again=True)


def reaction(desk: Desk, context: Context) -> Chosen | None:
    scene = context.scene
    kind = scene.now.kind if scene.now else ""
    place = f"reactions/{kind}"
    if kind not in REACTIONS or scene.places[-2:] == (place, place):
        return None
    if kind in PARTING and scene.thread.endswith(CLOSED):
        return None
    return desk.say(context, place)


def age(desk: Desk, context: Context) -> Chosen | None:
    """Somebody who says how old they were is at the root already."""
    now = context.scene.now
    word = now.evidence("age") if now and now.speaks() else None
    if word is None or context.scene.said_at("moves/age") or context.scene.is_done:
        return None
    return desk.say(with_words(context, word=word), "moves/age")
