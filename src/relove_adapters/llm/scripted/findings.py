"""What a session brought to light so far: patterns, themes and the core, only where the person's words show them."""

import zlib

from relove_adapters.llm.scripted.bank import Bank
from relove_adapters.llm.scripted.noticing import Notice
from relove_adapters.llm.scripted.quoting import Fragment
from relove_adapters.llm.scripted.scene import Scene
from relove_adapters.llm.scripted.themes import total
from relove_adapters.llm.scripted.wording import fill, forms

_ENOUGH = 2.0
_MOST = 4
_EVASIONS = 3
_ASKED_FOR_A_STEP = ("/step", "arc/smaller", "arc/which")
_WEIGHTY, _TOLD, _PLANNED = 2.8, 1.9, 0.5
_ASKED_FOR_A_TIME = ("arc/when", "moves/try")
PLANNED_AT = ("/step", "arc/smaller", "arc/which", "arc/when", "arc/choice", "moves/try")
FOG = "туман"


def patterns(bank: Bank, scene: Scene) -> tuple[str, ...]:
    scores = total(scene)
    shown = [key for key in _evident(bank, scene) if bank.themes[key].is_pattern and scores[key] >= _ENOUGH]
    named = [bank.themes[key].title for key in shown]
    if sum(scene.count(kind) for kind in ("dont_know", "fine", "silence")) >= _EVASIONS and FOG not in named:
        named.append(FOG)
    return tuple(named[:_MOST])


def themes(bank: Bank, scene: Scene) -> tuple[str, ...]:
    return tuple(bank.themes[key].title for key in _evident(bank, scene)[:_MOST])


def core_issue(bank: Bank, scene: Scene) -> str | None:
    """The hypothesis of the last theme whose root was asked for and answered, in the words of that answer."""
    theme = root_theme(scene)
    words = core_words(scene) if theme else None
    if theme is None or words is None:
        return None
    texts = bank.themes[theme].hypothesis
    text = texts[zlib.crc32(f"{theme}:{words}".encode()) % len(texts)]
    return fill(forms(text)[scene.gender], {"quote": words})


def root_theme(scene: Scene) -> str | None:
    """The theme whose root was asked for and answered, the last one."""
    theme = found = None
    for place in scene.answered_places:
        theme = place.split("/")[1] if place.startswith("themes/") else theme
        found = theme if theme and is_root(place) else found
    return found


def is_root(place: str) -> bool:
    """Whether a remark from there asked for the beginning of it all."""
    return place == "moves/age" or (place.startswith("themes/") and place.endswith("/root"))


def named_step(scene: Scene) -> str | None:
    """The step the person named, in their words: a plan, the last one, before any other answer about the step."""
    told = [(e.said.body.place, a) for e, a in scene.answers() if e.said and e.said.body.place.endswith(PLANNED_AT)]
    plans = [(place, a) for place, a in reversed(told) if a.plans()]
    plans.sort(key=lambda plan: plan[0] in _ASKED_FOR_A_TIME)
    for _, answer in plans:
        words = answer.holding("plan")
        if words:
            return words
    others = (a.best(at_least=_PLANNED) for place, a in told if place.endswith(_ASKED_FOR_A_STEP))
    return next((fragment.text for fragment in others if fragment), None)


def core_words(scene: Scene) -> str | None:
    """What the person said about the root, or else their weightiest words; an age alone is no reason."""
    told = root_words(scene)
    if told:
        return told
    every = [f for f in (_weightiest(a, _WEIGHTY) for _, a in scene.answers()) if f]
    return max(every, key=lambda f: f.charge).text if every else None


def root_words(scene: Scene) -> str | None:
    """What they said when they were asked where it began, the last time."""
    roots = [a for e, a in scene.answers() if e.said and is_root(e.said.body.place) and a.speaks()]
    told = next((words for words in (_weightiest(a, _TOLD) for a in reversed(roots)) if words), None)
    return told.text if told else None


def _weightiest(answer: Notice, at_least: float) -> Fragment | None:
    age = answer.evidence("age")
    told = (f for f in answer.fragments if " " in f.text and (age is None or age not in f.text))
    return next((f for f in told if f.charge >= at_least), None)


def _evident(bank: Bank, scene: Scene) -> list[str]:
    """Themes with enough words for them, the strongest first; a theme's pull counts only between themes."""
    scores = total(scene)
    return sorted((t for t, s in scores.items() if s / bank.themes[t].pull >= _ENOUGH), key=lambda t: (-scores[t], t))
