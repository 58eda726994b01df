"""The text of a message: parsed, cleaned, trimmed and measured as Telegram does it."""

import re
from typing import Any

from sandbox.bot_api.errors import BadRequest
from sandbox.bot_api.html_entities import HtmlReader, utf16
from sandbox.bot_api.params import Params
from sandbox.bot_api.text_entities import with_found

MAX_TEXT = 4096
MAX_CAPTION = 1024
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
ENTITY_TYPES = {
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold", "italic", "underline",
    "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre", "text_link", "text_mention",
    "custom_emoji", "date_time",
}  # fmt: skip


def text_of(params: Params) -> dict[str, Any]:
    """``text`` and ``entities`` of a message. Raises "message text is empty" and "message is too long"."""
    content = _read(params, "text", "entities")
    if not content["text"]:
        raise BadRequest("message text is empty")
    if utf16(content["text"]) > MAX_TEXT:
        raise BadRequest("message is too long")
    return {name: value for name, value in content.items() if value}


def caption_of(params: Params) -> dict[str, Any]:
    content = _read(params, "caption", "caption_entities")
    if utf16(content["text"]) > MAX_CAPTION:
        raise BadRequest("message caption is too long")
    named = {"caption": content["text"], "caption_entities": content["entities"]}
    return {name: value for name, value in named.items() if value}


def _read(params: Params, name: str, entities_name: str) -> dict[str, Any]:
    source = (params.text(name) or "").replace("\r", "")
    mode = (params.text("parse_mode") or "").lower()
    if mode not in {"", "none", "html"}:
        raise BadRequest("unsupported parse_mode")
    given = _given(params.structure(entities_name, called="entities"))
    text, entities = HtmlReader(source).read() if mode == "html" else (source, given)
    text, entities = trimmed(CONTROL.sub(" ", text), entities)
    return {"text": text, "entities": with_found(text, entities)}


def _given(entities: Any) -> list[dict[str, Any]]:
    checked: list[dict[str, Any]] = []
    for entity in entities or []:
        if not isinstance(entity, dict) or entity.get("type") not in ENTITY_TYPES:
            raise BadRequest("can't parse MessageEntity: Unsupported type specified")
        if not isinstance(entity.get("offset"), int) or not isinstance(entity.get("length"), int):
            raise BadRequest('can\'t parse MessageEntity: Field "offset" must be of type Number')
        checked.append({name: value for name, value in entity.items() if value is not None})
    return checked


def trimmed(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """Without white space at the ends; entities follow, and those left empty are gone."""
    cut = utf16(text[: len(text) - len(text.lstrip())])
    short = text.strip()
    end = utf16(short)
    kept: list[dict[str, Any]] = []
    for entity in entities:
        start = max(0, entity["offset"] - cut)
        stop = min(end, entity["offset"] + entity["length"] - cut)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return short, kept
