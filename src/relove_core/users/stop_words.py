"""When a message means: leave me alone, now."""

import re
import unicodedata

from relove_core.markup import clean

STOP_WORDS = frozenset({"пауза", "стоп", "хватит", "pause", "stop"})
STOP_COMMANDS = frozenset({"/pause", "/stop"})

#: One typo away from a stop word, and yet words of their own.
OTHER_WORDS = frozenset(
    "сто стог сток стол столп стон стопа стопы стопу топ строп стоя хвалит хватил схватит охватит ухватит "
    "atop cause clause paused pulse shop step stomp stoop stow strop swop top".split()
)

MOST_PIECES = 8
"""A word that is taken apart by marks and invisible characters has no more pieces than letters."""

_WORD = re.compile(r"[^\W\d_]+")


def is_stop(text: str) -> bool:
    """Whether a message consists of a stop word alone: case, punctuation, emoji and one typo aside."""
    if len(_WORD.findall(text, 0, 200)) > MOST_PIECES:
        return False
    text = _plain(text)
    if text.startswith("/"):
        return text.split(maxsplit=1)[0].partition("@")[0] in STOP_COMMANDS
    words = _WORD.findall(text)
    if len(words) != 1 or any(c.isdigit() for c in text):
        return False
    word = words[0]
    return word in STOP_WORDS or (word not in OTHER_WORDS and any(_one_typo(word, stop) for stop in STOP_WORDS))


def _plain(text: str) -> str:
    """Small letters without marks above them, without what nobody sees, and without ornament in their shape."""
    letters = unicodedata.normalize("NFKC", clean(text)).lower()
    return "".join(c for c in letters if unicodedata.category(c) not in _UNSEEN).strip()


#: Marks above letters, and the joiner that ``clean`` leaves to emoji.
_UNSEEN = frozenset({"Mn", "Cf"})


def _one_typo(word: str, meant: str) -> bool:
    """One letter more, less or other, or two neighbours swapped; the first letter is rarely the wrong one."""
    if abs(len(word) - len(meant)) > 1 or not word:
        return False
    start = 0
    while start < min(len(word), len(meant)) and word[start] == meant[start]:
        start += 1
    rest, want = word[start:], meant[start:]
    return (
        rest[1:] == want[1:]
        or rest[1:] == want
        or rest == want[1:]
        or (rest[:2] == want[1::-1] and rest[2:] == want[2:])
    )
