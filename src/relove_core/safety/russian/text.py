"""From a message to the form that patterns are matched against."""

import re
import unicodedata

from relove_core.safety.russian.letters import RUN, plain
from relove_core.safety.russian.sounds import soften
from relove_core.safety.russian.typos import Vocabulary, mend
from relove_core.safety.russian.wordbreak import break_words

_ELLIPSIS = re.compile(r"\.{2,}|…")
_QUOTES = re.compile(r"[«»„“”″‟]")
_BREAKS = re.compile(r"[,;:\n\r\t]")
_OTHER = re.compile(r"[^а-я0-9.,?\" ]+")
_SPACES = re.compile(r"(?: *([.,?]))[ .,?]*| {2,}")
_ZERO = re.compile(r"(?<![0-9])0 (?=[а-я])")
_WOULD = re.compile(r"(?<![а-я])б(?![а-я])")
_APART = re.compile(f"{RUN[0]}([^{RUN}]*){RUN[1]}")

#: Written together by mistake.
_GLUED = re.compile(
    r"(?<![а-я])(?:(без)(меня|тебя)|(с)(собой)|(на)(крыше|крышу)|(в)(окно)|(со)(всеми)|(и)(все)|(мне)(все|не))(?![а-я])"
)
#: Said between any two words and meaning nothing there, softened.
_FILLERS = re.compile(
    r"(?<![а-я])(?:блин|бля|блят|бляд|бляха|тупо|реално|просто|типа|прям|сука|пиздец|нахуй|нахер|нафиг|капец|очен)[, ]+"
)
_SLURRED = re.compile(r"(?<![а-я])(?:незочу|нихочу|нихачу|нехачу|ни хочу|ни хачу)(?![а-я])")

#: "I cannot say that I do not …" says that I do.
_TWICE_NEGATED = re.compile(r"(?:нелзя|не могу|не скажу)[, ]+(?:сказат[, ]+)?что(?:бы)?[, ]+(?:я[, ]+)?не ")


def normal_form(text: str, known: Vocabulary) -> str:
    """Words in one spelling, single spaces, and of the punctuation only full stop, comma, question and quotes."""
    text = plain(unicodedata.normalize("NFKC", text))
    text = _APART.sub(lambda run: break_words(run[1], known.words), text)
    text = _QUOTES.sub('"', text)
    text = _BREAKS.sub(",", _ELLIPSIS.sub(",", text)).replace("!", ".")
    text = _WOULD.sub("бы", _ZERO.sub("о ", _SPACES.sub(_one, _OTHER.sub(" ", text))))
    text = _FILLERS.sub("", soften(text.replace("умреть", "умереть")))
    text = mend(_SLURRED.sub("не хочу", text), known)
    return _TWICE_NEGATED.sub("", _GLUED.sub(_apart, text)).strip(" ,")


def _one(found: re.Match[str]) -> str:
    return f"{found[1]} " if found[1] else " "


def _apart(found: re.Match[str]) -> str:
    return " ".join(part for part in found.groups() if part)
