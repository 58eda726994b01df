"""Text that is safe to send as Telegram HTML, and how any other text becomes it."""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NewType

Html = NewType("Html", str)
"""Markup that Telegram accepts. Made by ``escape`` and by the ``Texts`` port, nowhere else."""

PAGE_CHARS = 4096
"""Longest message after entities are parsed. Source: Bot API, sendMessage."""

BULLET_CHARS = 400
"""The longest point of a list: a quote stays readable, and every list fits one message."""
MOST_BULLETS = 6

_KEPT_CONTROLS = "\n\t"
_JOINER = "\u200d"  # holds emoji of several parts together; alone it does no harm
_SURROGATES = re.compile("[\ud800-\udfff]")


_TAG = re.compile(r"<[^>]*>")


def clean(text: str) -> str:
    """Drop what nobody sees but what changes what is seen.

    Control, zero-width, bidirectional and tag characters go; line breaks, tabs and the joiner of emoji stay.
    """
    text = _SURROGATES.sub("", text)
    return "".join(c for c in text if c in _KEPT_CONTROLS or c == _JOINER or unicodedata.category(c) not in _INVISIBLE)


_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def escape(text: str) -> Html:
    """Make any text safe: it shows as it was written."""
    return Html(html.escape(clean(text), quote=False))


def lines(parts: Iterable[Html]) -> Html:
    """One under the other."""
    return Html("\n".join(parts))


def bullets(heading: Html, items: Iterable[str]) -> Html:
    """A heading and a few points under it, each of a length that can still be read."""
    shown = islice(items, MOST_BULLETS)
    return lines((heading, *(Html(f"• {escape(clip(item, BULLET_CHARS))}") for item in shown)))


def as_plain(text: Html) -> str:
    """The text as a person sees it, without its markup."""
    return html.unescape(_TAG.sub("", text))


def pages(text: str, *, chars: int = PAGE_CHARS) -> Iterator[str]:
    """Split a plain text at line breaks, else at spaces, into parts of at most so many characters.

    There is always a part; only a blank text has a blank one.
    """
    if len(text) > chars:
        text = text.strip()
    while len(text) > chars:
        cut = max(text.rfind("\n", 0, chars + 1), text.rfind(" ", 0, chars + 1))
        cut = cut if cut > 0 else chars
        yield text[:cut].rstrip()
        text = text[cut:].lstrip()
    yield text


def clip(text: str, chars: int) -> str:
    """The beginning of a plain text, with an ellipsis where something is left out."""
    text = " ".join(text.split())
    return text if len(text) <= chars else f"{next(pages(text, chars=chars - 1))}…"


def pack(blocks: Iterable[Html]) -> tuple[Html, ...]:
    """Join blocks by blank lines into as few messages as will hold them; a block stays whole.

    Markup is counted as if it were text: a message comes out shorter than it could be, never longer.
    """
    messages: list[str] = []
    for block in blocks:
        if messages and len(messages[-1]) + 2 + len(block) <= PAGE_CHARS:
            messages[-1] += f"\n\n{block}"
        else:
            messages.append(block)
    return tuple(Html(m) for m in messages)
