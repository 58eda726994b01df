"""How she speaks: the stage sets the tone, the person's wish moves it, and some images are left out."""

from collections.abc import Mapping
from types import MappingProxyType

from relove_core.llm import Prompt
from relove_core.prompts import SYMBOLS, Fact
from relove_core.users.model import Intensity

NO_DEATH = "no_death"
"""The cue of people for whom death and burning stand for nothing; lines of such images name it in ``unless``."""

#: The tone at each intensity. Harder is never hard where the stage asks for gentleness.
_TONES: Mapping[Intensity, Mapping[str, str]] = MappingProxyType(
    {
        Intensity.SOFTER: {"soft": "soft", "warm": "warm", "plain": "soft", "directive": "soft", "hard": "soft"},
        Intensity.USUAL: {},
        Intensity.HARDER: {"soft": "plain", "warm": "plain", "plain": "hard", "directive": "hard", "hard": "hard"},
    }
)


def tone_of(prompt: Prompt, stage_tone: str) -> str:
    wished = prompt.facts.get(Fact.INTENSITY, Intensity.USUAL)
    tones = _TONES.get(Intensity(wished), {}) if wished in tuple(Intensity) else {}
    return tones.get(stage_tone, stage_tone)


def cues_of(prompt: Prompt) -> frozenset[str]:
    return frozenset({NO_DEATH} if prompt.facts.get(Fact.SYMBOLS) == SYMBOLS[False] else ())
