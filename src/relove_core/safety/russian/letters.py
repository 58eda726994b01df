"""Letters: look-alikes, transliteration, digits for letters, spaced letters, all brought to plain Cyrillic."""

import re
from collections import Counter

_UNSEEN = re.compile(
    "[\u00ad\u0300-\u036f\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_WORD = re.compile(r"[^\W_]+(?:[*@$|#]+[^\W_]+)*")
RUN = "⟦⟧"
"""Around letters that were written apart: gaps between words may be missing there."""

_SIGNS = re.compile(r"[*@$|#]")
_NUMBER = re.compile(r"\d{2,}(?=\D)")
_CYRILLIC = re.compile(r"[а-я]")
_LATIN = re.compile(r"[a-z]")
_SPACED = re.compile(r"(?<!\w)(?:[^\W_](?!\w)[ .,*_\-•·]{1,4}){3,}[^\W_](?!\w)")
_SHORT_I = re.compile(r"(?<=[aeiou])y(?![aeou])")
_GAPS = re.compile(r"[ .,*_\-•·]+")

_NEIGHBOURS = str.maketrans("іїєґўѣ", "иеегуе")
_LOOK_ALIKES = str.maketrans("aekmhopcytxbnriu", "аекмнорсутхвпгиц")
_DIGITS = str.maketrans("046189", "очбивд")
_LETTERS_THAT_LOOK_CYRILLIC = re.compile(r"[aekmhopcytxb03]+")

_SYLLABLES = {
    "shch": "щ", "sch": "щ", "zh": "ж", "kh": "х", "ch": "ч", "sh": "ш", "ts": "ц",
    "yu": "ю", "ju": "ю", "iu": "ю", "ya": "я", "ja": "я", "yo": "е", "jo": "е", "ye": "е", "je": "е",
    "ji": "жи", "suicid": "суицид", "iy": "ий", "yj": "ый", "yy": "ый", "tsya": "тся", "tsja": "тся",
    "a": "а", "b": "б", "c": "к", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х", "i": "и", "j": "й", "k": "к",
    "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "я", "r": "р", "s": "с", "t": "т", "u": "у", "v": "в",
    "w": "в", "x": "х", "y": "ы", "z": "з", "'": "", "4": "ч", "6": "ш",
}  # fmt: skip
_SYLLABLE = re.compile("|".join(sorted(map(re.escape, _SYLLABLES), key=len, reverse=True)))


def plain(text: str) -> str:
    """Lower-case Cyrillic words and what stands between them; every step is linear in the text."""
    text = _UNSEEN.sub("", text.lower()).translate(_NEIGHBOURS)
    text = text.replace("ё", "е").replace("’", "'").replace("`", "'")
    text = _SPACED.sub(_close_up, text)
    is_cyrillic = _CYRILLIC.search(text) is not None
    if not is_cyrillic and not _LATIN.search(text):
        return text
    return _WORD.sub(lambda word: _in_cyrillic(word[0], is_cyrillic), text)


def _in_cyrillic(word: str, among_cyrillic: bool) -> str:
    if word.isdigit():
        return word
    if _CYRILLIC.search(word):
        return word if word.isalpha() and not _LATIN.search(word) else _unmasked(word)
    if not _LATIN.search(word):
        return word
    if among_cyrillic and _LETTERS_THAT_LOOK_CYRILLIC.fullmatch(word):
        return _unmasked(word)
    return _SYLLABLE.sub(lambda m: _SYLLABLES[m[0]], _SHORT_I.sub("j", word))


def _unmasked(word: str) -> str:
    """Signs and digits that stand for letters; a number grown on to a word stays a number."""
    if number := _NUMBER.match(word):
        return f"{number[0]} {_unmasked(word[number.end() :])}"
    word = _SIGNS.sub("", word)
    word = word[:1].replace("3", "з") + word[1:].replace("3", "е")
    return word.translate(_DIGITS).translate(_LOOK_ALIKES)


def _close_up(run: re.Match[str]) -> str:
    """One word of letters written apart; another gap than the usual one is a gap between words."""
    gaps = Counter(_GAPS.findall(run[0]))
    usual = gaps.most_common(1)[0][0]
    return RUN[0] + _GAPS.sub(lambda gap: "" if gap[0] == usual else " ", run[0]) + RUN[1]
