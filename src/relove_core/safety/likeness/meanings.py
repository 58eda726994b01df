"""What a word is about: some hundred small families of words, read once from ``meanings.txt``."""

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

from relove_core.safety.russian.sounds import soften

_LONG_ENOUGH, _ENDING = 4, 2
"""A beginning of fewer letters names a word only if at most an ending of two letters follows."""


@lru_cache(maxsize=20_000)
def meaning(word: str) -> str:
    """The family of a softened word, or an empty string: the longest beginning that is listed decides."""
    families = _families()
    for n in range(len(word), 0, -1):
        family = families.get(word[:n])
        if family and (n >= _LONG_ENOUGH or len(word) - n <= _ENDING):
            return family
    return ""


@cache
def _families() -> Mapping[str, str]:
    listed: dict[str, str] = {}
    text = (files(__package__) / "meanings.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            family, *beginnings = line.split()
            for beginning in beginnings:
                listed.setdefault(soften(beginning), family)
    return listed
