"""From a message to the form that patterns are matched against."""

import re
import unicodedata

from relove_core.safety.russian.letters import plain
from relove_core.safety.russian.sounds import soften
from relove_core.safety.russian.typos import mend

_STOPS = re.compile(r"\.{2,}|…")
_QUOTES = re.compile(r"[«»„“”″‟]")
_BREAKS = re.compile(r"[,;:\n\r\t]")
_OTHER = re.compile(r"[^а-я0-9.,?\" ]+")
_SPACES = re.compile(r"(?: *([.,?]))[ .,?]*| {2,}")

#: Written together by mistake, softened.
_GLUED = re.compile(
    r"(?<![а-я])(?:"
    r"(не)(хочу|хачу|зочу|хоч[а-я]{1,3}|могу|вижу|буду|будет|было|была|стан[а-я]{1,2}|просну[а-я]+|знаю|родил[а-я]+"
    r"|желаю|жить|жил[а-я]{0,2}|умира[а-я]+|умере[а-я]+|надо|нужна|нужен)"
    r"|(без)(меня|тебя)|(с)(собой)|(на)(крыше|крышу)|(в)(окно)|(со)(всеми)|(и)(всё))(?![а-я])"
)
_SLURRED = re.compile(r"(?<![а-я])(?:не зочу|незочу|ни хочу|нихочу|нихачу|ни хачу)(?![а-я])")

#: What a message of letters written apart may fall into, longest first.
_PIECES = sorted(
    map(soften, """не хочу хочется хочеться больше жить умереть сдохнуть исчезнуть убить себя покончить собой стою сижу
    на крыше я устала устал жизни нет смысла смысл умру прощай прощайте повеситься режу руки без меня всем будет легче
    лучше скоро все всё закончится думаю о суициде смерти самоубийстве уйти из""".split()),
    key=len, reverse=True,
)  # fmt: skip
_PIECE = re.compile("|".join(dict.fromkeys(_PIECES)))
_LONG = re.compile(r"[а-я]{7,60}")

#: "I cannot say that I do not …" says that I do.
_TWICE_NEGATED = re.compile(r"(?:нелзя|не могу|не скажу|не буду врат)[, ]+(?:сказат[, ]+)?что(?:бы)?[, ]+(?:я[, ]+)?не ")


def normal_form(text: str, known: frozenset[str] = frozenset()) -> str:
    """Words in one spelling, single spaces, and of the punctuation only full stop, comma, question and quotes."""
    text = plain(unicodedata.normalize("NFKC", text))
    text = _QUOTES.sub('"', text)
    text = _BREAKS.sub(",", _STOPS.sub(",", text)).replace("!", ".")
    text = _SPACES.sub(_one, _OTHER.sub(" ", text))
    text = _SLURRED.sub("не хочу", mend(soften(text), known))
    text = _GLUED.sub(_apart, _LONG.sub(_cut, text))
    return _TWICE_NEGATED.sub("", text).strip()


def _one(found: re.Match[str]) -> str:
    return f"{found[1]} " if found[1] else " "


def _apart(found: re.Match[str]) -> str:
    return " ".join(part for part in found.groups() if part)


def _cut(found: re.Match[str]) -> str:
    """Cut a run of known words written together; anything else stays whole."""
    pieces: list[str] = []
    at = 0
    while piece := _PIECE.match(found[0], at):
        pieces.append(piece[0])
        at = piece.end()
    return " ".join(pieces) if at == len(found[0]) and len(pieces) > 1 else found[0]
