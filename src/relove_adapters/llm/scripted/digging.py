"""Down to the root: chains of themes, words worth a stop, contradictions, and questions of the stage."""

from collections.abc import Iterator

from relove_adapters.llm.scripted import arc
from relove_adapters.llm.scripted.bank import STEPS
from relove_adapters.llm.scripted.choosing import Chosen, Context
from relove_adapters.llm.scripted.contradicting import contradiction
from relove_adapters.llm.scripted.desk import Desk, with_words
from relove_adapters.llm.scripted.scene import Scene
from relove_adapters.llm.scripted.themes import theme_of

CONTRADICTION_FROM = 4
_MOVES_FROM, _MOVES_AT_MOST = 3, 3
_WORDS_FOR_A_MOVE = 4
_CONFRONTING = ("moves/", "contradictions/", "arc/callback")


def confrontation(desk: Desk, context: Context) -> Chosen | None:
    """Once a session, two of their own statements side by side."""
    scene = context.scene
    if scene.turn < CONTRADICTION_FROM or scene.said_at("contradictions/") or not _can_be_confronted(scene):
        return None
    found = contradiction(desk.bank, scene)
    if found is None:
        return None
    return desk.say(with_words(context, one=found.one, other=found.other), f"contradictions/{found.key}")


def word_worth_a_stop(desk: Desk, context: Context) -> Chosen | None:
    """«должна», «всегда», «но», …: at most three times, and not one after another."""
    scene = context.scene
    made = [p for p in scene.places if p.startswith("moves/")]
    if scene.turn < _MOVES_FROM and theme_of(scene) is not None:
        return None
    is_too_often = len(made) >= _MOVES_AT_MOST or any(p.startswith(_CONFRONTING) for p in scene.places[-2:])
    if is_too_often or not _can_be_confronted(scene) or scene.now is None or len(scene.now.words) < _WORDS_FOR_A_MOVE:
        return None
    for name in desk.bank.moves:  # the order of the file is their weight
        word = scene.now.evidence(name)
        if word and f"moves/{name}" not in made:
            return desk.say(with_words(context, word=word), f"moves/{name}")
    return None


def _can_be_confronted(scene: Scene) -> bool:
    return scene.now is not None and scene.now.speaks() and not scene.is_tender


def chain(desk: Desk, context: Context) -> Chosen | None:
    """The next question of the theme's chain; at its end the root is named."""
    scene = context.scene
    theme = theme_of(scene)
    if theme is None:
        return None
    for part in _links(scene, theme):
        chosen = desk.say(context, f"themes/{theme}/{part}")
        if chosen:
            return chosen
    if scene.is_done or "root" not in scene.steps_of(theme):
        return None
    return (stage(desk, context) if scene.turn < arc.CORE_FROM - 1 else None) or arc.core(desk, context)


def _links(scene: Scene, theme: str) -> Iterator[str]:
    """What is left of the chain, in order; what was not understood or not answered once more, in other words."""
    kind = scene.now.kind if scene.now else ""
    was_asked_once = scene.places.count(scene.last_place) == 1
    if kind in {"dont_know", "confused"} and was_asked_once and scene.last_place.startswith(f"themes/{theme}/"):
        yield scene.last_place.rpartition("/")[2]
    left_out = set(scene.steps_of(theme))
    if scene.is_tender:
        left_out.add("gain")
    if scene.said_at("moves/age"):
        left_out.add("root")
    yield from (part for part in STEPS[:-1] if part not in left_out)


def stage(desk: Desk, context: Context) -> Chosen | None:
    place = f"stages/{context.scene.stage}"
    asked = context.scene.places.count(f"{place}/questions")
    parts = ("questions", "deeper") if asked < 2 else ("deeper", "questions")
    return next((c for c in (desk.say(context, f"{place}/{part}") for part in parts) if c), None)


def probe(desk: Desk, context: Context) -> Chosen | None:
    return desk.say(context, "arc/probe")
