"""The tags Telegram knows: their attributes, and the entity each becomes."""

import re
from dataclasses import dataclass
from typing import Any

from sandbox.bot_api.errors import BadRequest

STYLES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
}  # fmt: skip
TAGS = {*STYLES, "span", "a", "code", "pre", "blockquote", "tg-emoji"}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:(lt|gt|amp|quot);?|#(\d{1,7});?|#[xX]([0-9a-fA-F]{1,6});?)")
ATTRIBUTE = re.compile(r"\s*([^\s=]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"']+))?")


@dataclass(frozen=True, slots=True)
class OpenTag:
    name: str
    attributes: dict[str, str]
    offset: int
    place: int


def refused(reason: str) -> BadRequest:
    return BadRequest(f"can't parse entities: {reason}")


def letter_of(found: re.Match[str]) -> str | None:
    """The letter a reference stands for; None where there is no such letter."""
    name, decimal, hexadecimal = found.groups()
    if name:
        return NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else None


def attributes_of(source: str, tag: str, at: int) -> dict[str, str]:
    attributes: dict[str, str] = {}
    rest = source.strip()
    while rest:
        found = ATTRIBUTE.match(rest)
        if found is None:
            raise refused(f'Empty attribute name in the tag "{tag}" at byte offset {at}')
        value = found[2] or ""
        plain = value[1:-1] if value[:1] in {'"', "'"} else value
        attributes[found[1].lower()] = REFERENCE.sub(lambda reference: letter_of(reference) or reference[0], plain)
        rest = rest[found.end() :].strip()
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise refused(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
    return attributes


def entity_of(tag: OpenTag, inside: str) -> dict[str, Any] | None:
    """What the entity says beyond its place; None where Telegram drops the tag silently."""
    if tag.name == "a":
        return _link(tag.attributes.get("href") or inside)
    if tag.name == "blockquote":
        return {"type": "expandable_blockquote" if "expandable" in tag.attributes else "blockquote"}
    if tag.name == "tg-emoji":
        return {"type": "custom_emoji", "custom_emoji_id": tag.attributes.get("emoji-id", "")}
    return {"type": STYLES.get(tag.name, "spoiler" if tag.name == "span" else tag.name)}


def _link(address: str) -> dict[str, Any] | None:
    """Mentions by id stay links here: the sandbox has nobody to look up while it parses."""
    if not re.match(r"(?:[a-zA-Z][\w+.-]*://)?[^\s/.]+\.[^\s]+|https?://\S|tg://\S", address):
        return None
    return {"type": "text_link", "url": address if "://" in address else f"http://{address}/"}
