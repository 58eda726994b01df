"""How patterns are written: as Russian, with a few signs of their own.

A space is any gap between words, a comma allowed; ``_`` a gap without one; ``<3>`` at most three words between (never
«не», which would turn the meaning); ``~`` at the end of a word any ending of it. The rest is a regular expression
without back references. Patterns are softened like the text, stand at word boundaries, and every repetition is
bounded: matching is linear in the text.
"""

import re

from relove_core.safety.russian.sounds import soften
from relove_core.safety.russian.stems import Stems, stems_of

_GAP = r"[, ]{1,3}"
_ONE_BETWEEN = r"(?:(?!не[, ])[а-я0-9]{1,25}" + _GAP + ")"
_WORDS_BETWEEN = re.compile(r" ?<(\d)> ?")
_NOT_ALLOWED = re.compile(r"[ьъ _][?{]|[*+]|<\d> <\d>")


def pattern(source: str) -> re.Pattern[str]:
    """Compile a pattern of this notation.

    Raises:
        ValueError: a repetition without bound, or one of a gap or of a sign that softening takes out.
    """
    source = _tidy(source).replace("~", "[а-я]{0,12}").replace(" ", _GAP).replace("_", " ")
    source = re.sub(r"<(\d)>", lambda m: f"{_GAP}{_ONE_BETWEEN}{{0,{m[1]}}}", source)
    return re.compile(rf"(?<![а-я])(?:{source})(?![а-я])")


def stems(source: str) -> Stems:
    """Strings of which every text holds one that the pattern of this notation matches."""
    return stems_of(_tidy(source))


def _tidy(source: str) -> str:
    if _NOT_ALLOWED.search(source):
        raise ValueError(f"not allowed in a pattern: {source!r}")
    return soften(_WORDS_BETWEEN.sub(lambda m: f"<{m[1]}>", source))
