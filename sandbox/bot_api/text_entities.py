"""What Telegram finds in a plain text by itself: commands, addresses, mentions, hashtags."""

import re
from typing import Any

from sandbox.bot_api.html_entities import utf16

FOUND = re.compile(
    r"(?P<url>\bhttps?://[^\s<>\"«»]*[^\s<>\"«».,!?:;)\]]|\b(?:[a-z0-9-]+\.)+(?:ru|com|org|net|me|io|su|app)\b(?:/[^\s<>\"]*)?)"
    r"|(?P<email>\b[\w.+-]+@[\w-]+\.[a-z]{2,}\b)"
    r"|(?P<bot_command>(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{3,31})?(?![\w/]))"
    r"|(?P<mention>(?<![\w@])@[A-Za-z]\w{3,31}\b)"
    r"|(?P<hashtag>(?<![\w#])#(?=\w*[^\W\d])\w{1,256}\b)",
    re.IGNORECASE,
)
#: Inside these nothing is looked for.
CLOSED = {"code", "pre", "text_link", "custom_emoji"}


def found_in(text: str) -> list[dict[str, Any]]:
    return [
        {"offset": utf16(text[: hit.start()]), "length": utf16(hit[0]), "type": hit.lastgroup}
        for hit in FOUND.finditer(text)
    ]


def with_found(text: str, given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The given entities and those found in what they leave open."""
    closed = [(entity["offset"], entity["offset"] + entity["length"]) for entity in given if entity["type"] in CLOSED]
    free = [
        entity
        for entity in found_in(text)
        if not any(start < entity["offset"] + entity["length"] and entity["offset"] < end for start, end in closed)
    ]
    return sorted([*given, *free], key=lambda entity: (entity["offset"], -entity["length"]))
