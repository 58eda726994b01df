"""Which theme the conversation is about, and how far down its chain it is."""

from collections.abc import Mapping

from relove_adapters.llm.scripted.bank import STEPS
from relove_adapters.llm.scripted.scene import Scene

_CLEARLY = 2.0
_UNMISTAKABLY = 4.0
_LATE = 4
_NO_SCORES: Mapping[str, float] = {}


def theme_of(scene: Scene) -> str | None:
    """The theme to go on with: left only for one the person clearly turned to, or when its chain is at its end."""
    now = scene.scores[-1] if scene.scores else _NO_SCORES
    current = current_theme(scene)
    if current is None or (scene.is_done and _is_walked(scene, current)):
        return _strongest(scene, now, at_least=0.5) or _strongest(scene, total(scene), at_least=0.5)
    rival = _strongest(scene, now, at_least=_CLEARLY)
    if rival is None or rival == current or now.get(current, 0) >= 1:
        return current
    steps = len(scene.steps_of(current))
    before = scene.scores[-2].get(rival, 0) if len(scene.scores) > 1 else 0
    return rival if steps < _LATE and (before > 0 or now[rival] >= _UNMISTAKABLY) else current


def current_theme(scene: Scene) -> str | None:
    """The theme of the last link of a chain that was said."""
    for place in reversed(scene.places):
        if place.startswith("themes/"):
            return place.split("/")[1]
    return None


def total(scene: Scene) -> Mapping[str, float]:
    sums: dict[str, float] = {}
    for scores in scene.scores:
        for theme, score in scores.items():
            sums[theme] = sums.get(theme, 0) + score
    return sums


def _strongest(scene: Scene, scores: Mapping[str, float], *, at_least: float) -> str | None:
    possible = {t: s for t, s in scores.items() if s >= at_least and not _is_walked(scene, t)}
    return max(possible, key=lambda t: (possible[t], t), default=None)


def _is_walked(scene: Scene, theme: str) -> bool:
    return len(scene.steps_of(theme)) >= len(STEPS) - 1
