"""What a session brought to light so far: patterns, themes and the core, only where the person's words show them."""

import zlib

from relove_adapters.llm.scripted.bank import Bank
from relove_adapters.llm.scripted.quoting import best
from relove_adapters.llm.scripted.scene import Scene
from relove_adapters.llm.scripted.themes import total
from relove_adapters.llm.scripted.wording import fill, forms

_ENOUGH = 2.0
_MOST = 4
_EVASIONS = 3
FOG = "туман"


def patterns(bank: Bank, scene: Scene) -> tuple[str, ...]:
    named = [bank.themes[key].title for key in _evident(scene) if bank.themes[key].is_pattern]
    if sum(scene.count(kind) for kind in ("dont_know", "fine", "silence")) >= _EVASIONS and FOG not in named:
        named.append(FOG)
    return tuple(named[:_MOST])


def themes(bank: Bank, scene: Scene) -> tuple[str, ...]:
    return tuple(bank.themes[key].title for key in _evident(scene)[:_MOST])


def core_issue(bank: Bank, scene: Scene) -> str | None:
    """The hypothesis of the last theme whose root was asked for and answered, in the words of that answer."""
    for exchange, _ in reversed(list(scene.answers())):
        place = exchange.said.body.place if exchange.said else ""
        if not (place.startswith("themes/") and place.endswith("/root")):
            continue
        theme = place.split("/")[1]
        words = _root_words(scene, theme)
        if words:
            texts = bank.themes[theme].hypothesis
            text = texts[zlib.crc32(f"{theme}:{words}".encode()) % len(texts)]
            return fill(forms(text)[scene.gender], {"quote": words})
    return None


def _root_words(scene: Scene, theme: str) -> str | None:
    answer = scene.answer_to(f"themes/{theme}/root")
    fragment = best(answer) if answer else None
    if fragment is None:
        every = [f for f in (best(a) for _, a in scene.answers()) if f]
        fragment = max(every, key=lambda f: f.charge, default=None)
    return fragment.text if fragment else None


def _evident(scene: Scene) -> list[str]:
    scores = total(scene)
    return sorted((t for t, s in scores.items() if s >= _ENOUGH), key=lambda t: (-scores[t], t))
