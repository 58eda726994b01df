"""The arc of a session: from the named root to a choice, a step with a time, and the closing turn."""

from relove_adapters.llm.scripted.bank import STEPS
from relove_adapters.llm.scripted.choosing import Chosen, Context
from relove_adapters.llm.scripted.desk import Desk, with_words
from relove_adapters.llm.scripted.reacting import CLOSED, PARTING
from relove_adapters.llm.scripted.scene import Scene
from relove_adapters.llm.scripted.themes import current_theme, theme_of

#: In turns of the coach: from when on each part is due.
CALLBACK_FROM, CALLBACK_UNTIL, ROOT_FROM, CORE_FROM, STEP_FROM, CLOSING_FROM = 5, 7, 8, 9, 11, 12
_EVADING = frozenset({"dont_know", "no", "fine", "refusal", "silence", "emoji"})
_AFTER_THE_CORE = {"no": "arc/not_the_core", "dont_know": "arc/maybe_the_core"}


def next_part(desk: Desk, context: Context) -> Chosen | None:
    """What follows from the last part of the arc that was said."""
    thread = context.scene.thread
    kind = context.scene.now.kind if context.scene.now else ""
    if thread.endswith("/core"):
        return desk.say(context, _AFTER_THE_CORE.get(kind, "arc/choice"))
    if thread in _AFTER_THE_CORE.values():
        return desk.say(context, "arc/choice")
    if thread == "arc/choice":
        return _after_step(desk, context) if "plan" in context.cues else step(desk, context)
    if thread.endswith("/step") or thread in {"arc/smaller", "arc/which"}:
        if kind == "yes" and thread != "arc/which":
            return desk.say(context, "arc/which")
        is_balking = "balking" in context.cues and not context.cues & {"plan", "time"}
        return _smaller(desk, context) if kind in _EVADING or is_balking else _after_step(desk, context)
    if thread == "arc/when":
        return _without_trying(desk, context) or _obstacle(desk, context) or _closing(desk, context)
    if thread == "arc/obstacle":
        return _closing(desk, context)
    return _after_closing(desk, context, kind) if thread.endswith(CLOSED) else None


def hurry(desk: Desk, context: Context) -> Chosen | None:
    """By the tenth turn the root has been asked for and named, whatever came between."""
    scene = context.scene
    spoken_from_here = sum(1 for place in scene.places if place)
    if scene.is_done or scene.turn < ROOT_FROM or spoken_from_here < STEPS.index("root"):
        return None
    theme = current_theme(scene)
    if theme and scene.turn <= CORE_FROM and _lacks_its_root(scene, theme):
        return desk.say(context, f"themes/{theme}/root")
    if scene.turn >= STEP_FROM:
        return step(desk, context)
    return core(desk, context) if scene.turn >= CORE_FROM else None


def _lacks_its_root(scene: Scene, theme: str) -> bool:
    asked = scene.steps_of(theme)
    return len(asked) > 1 and "root" not in asked and not scene.said_at("moves/age")


def core(desk: Desk, context: Context) -> Chosen | None:
    theme = current_theme(context.scene)
    named = desk.say(context, f"themes/{theme}/core") if theme else None
    return named or desk.say(context, "arc/core")


def callback(desk: Desk, context: Context) -> Chosen | None:
    """Back to how it began, once the digging is under way."""
    scene = context.scene
    if scene.said_at("arc/callback") or not CALLBACK_FROM <= scene.turn <= CALLBACK_UNTIL or scene.is_tender:
        return None
    if scene.now is None or not scene.now.speaks():
        return None
    theme = current_theme(scene)
    is_under_way = theme_of(scene) is None if theme is None else len(scene.steps_of(theme)) > 1
    return desk.say(context, "arc/callback") if is_under_way else None


def step(desk: Desk, context: Context) -> Chosen | None:
    theme = current_theme(context.scene)
    own = desk.say(context, f"themes/{theme}/step") if theme else None
    return own or desk.say(context, f"stages/{context.scene.stage}/step")


def _after_step(desk: Desk, context: Context) -> Chosen | None:
    """A step was named: without «попробую», with a time, and with what will stand against it."""
    trying = _without_trying(desk, context)
    if trying:
        return trying
    if context.cues & {"time", "number"}:
        asked = _obstacle(desk, context)
    else:
        is_doing = "plan" in context.cues or context.scene.thread != "arc/smaller"
        asked = desk.say(context, "arc/when") if is_doing else None
    return asked or _closing(desk, context)


def _without_trying(desk: Desk, context: Context) -> Chosen | None:
    scene = context.scene
    word = scene.now.evidence("try") if scene.now else None
    if word is None or scene.said_at("moves/try"):
        return None
    return desk.say(with_words(context, word=word), "moves/try")


def _obstacle(desk: Desk, context: Context) -> Chosen | None:
    return desk.say(context, "arc/obstacle") if context.scene.turn < CLOSING_FROM else None


def _smaller(desk: Desk, context: Context) -> Chosen | None:
    was_small = context.scene.thread == "arc/smaller"
    return (None if was_small else desk.say(context, "arc/smaller")) or _closing(desk, context)


def _closing(desk: Desk, context: Context) -> Chosen | None:
    return desk.say(context, "arc/closings", f"stages/{context.scene.stage}/closings")


def _after_closing(desk: Desk, context: Context, kind: str) -> Chosen | None:
    scene = context.scene
    if "go_on" in context.cues:
        return desk.say(context, "arc/more")
    if "time" in context.cues and not scene.said_at("arc/sealed"):
        return desk.say(context, "arc/sealed")
    if kind in PARTING or kind == "short" or "stop_here" in context.cues:
        return desk.say(context, "arc/farewell")
    return None if scene.said_at("arc/after") else desk.say(context, "arc/after")
