"""When a message means: leave me alone, now."""

import re

STOP_WORDS = frozenset({"пауза", "стоп", "хватит", "pause", "stop"})
STOP_COMMANDS = frozenset({"/pause", "/stop"})

#: One typo away from a stop word, and yet words of their own.
OTHER_WORDS = frozenset(
    "сто стог стол столп стопа стопы стопу топ строп стоя хвалит хватил cause paused top step shop stoop".split()
)

_WORD = re.compile(r"[^\W\d_]+")


def is_stop(text: str) -> bool:
    """Whether a message consists of a stop word alone: case, punctuation, emoji and one typo aside."""
    command = text.strip().lower().split("@", 1)[0]
    if command in STOP_COMMANDS:
        return True
    words = _WORD.findall(text[:64].lower())
    if len(words) != 1 or len(text) > 64 or any(c.isdigit() for c in text):
        return False
    word = words[0]
    return word in STOP_WORDS or (word not in OTHER_WORDS and any(_one_typo(word, stop) for stop in STOP_WORDS))


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
