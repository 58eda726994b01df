"""What is remembered of texts that were read before: where something stands, and not a word of it."""

import hashlib
import secrets
from collections import OrderedDict
from typing import NamedTuple

DIGEST_BYTES = 16


class Mark(NamedTuple):
    """A span without what it says: ``reading`` is the place among the readings of its word, or one of the two below."""

    start: int
    end: int
    kind: str
    reading: int


AS_WRITTEN = -1
AS_TITLE = -2


class Marks(NamedTuple):
    spans: tuple[Mark, ...]
    words: tuple[tuple[int, int], ...]
    """Where each word stands that is no part of a span."""
    coach: frozenset[int]
    """Where the coach is addressed by name."""


class KeptMarks:
    """The newest, by a keyed hash of their text: who has not got the text finds nothing, and nothing tells it.

    So they may outlive the person who wrote it, and serve whoever writes the very same.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._secret = secrets.token_bytes()
        self._kept = OrderedDict[bytes, Marks]()

    def of(self, text: str) -> Marks | None:
        key = self._key(text)
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def keep(self, text: str, marks: Marks) -> None:
        self._kept[self._key(text)] = marks
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def _key(self, text: str) -> bytes:
        told = text.encode(errors="surrogatepass")
        return hashlib.blake2b(told, key=self._secret, digest_size=DIGEST_BYTES).digest()
