"""Keyboards under messages and instead of the phone's own: checked as Telegram checks them."""

from typing import Any
from urllib.parse import urlsplit

from sandbox.bot_api.errors import BadRequest
from sandbox.bot_api.params import Params

ACTIONS = {
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
}  # fmt: skip


def markup_of(params: Params) -> dict[str, Any] | None:
    markup = params.structure("reply_markup", called="reply keyboard markup")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise BadRequest("object expected as reply markup")
    if "inline_keyboard" in markup:
        return {"inline_keyboard": _rows(markup["inline_keyboard"], _inline_button)}
    if "keyboard" in markup:
        return {**markup, "keyboard": _rows(markup["keyboard"], _reply_button)}
    return markup


def inline_of(markup: dict[str, Any] | None) -> dict[str, Any]:
    """The part that stays with the message."""
    if markup and markup.get("inline_keyboard"):
        return {"reply_markup": markup}
    return {}


def _rows(rows: Any, check: Any) -> list[list[dict[str, Any]]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise BadRequest("can't parse reply keyboard markup JSON object: an Array of Array was expected")
    checked = [[check(button) for button in row] for row in rows if row]
    if sum(map(len, checked)) > 300:
        raise BadRequest("REPLY_MARKUP_TOO_LONG")
    return checked


def _reply_button(button: Any) -> dict[str, Any]:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict) or not button.get("text"):
        raise BadRequest("can't parse keyboard button: Button text must not be empty")
    return {name: value for name, value in button.items() if value is not None}


def _inline_button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise BadRequest('can\'t parse inline keyboard button: Field "text" must be of type String')
    known = {name: value for name, value in button.items() if value is not None}
    if not known["text"].strip():
        raise BadRequest("inline keyboard button text must be non-empty")
    if not ACTIONS & set(known) and not known.get("disabled"):
        raise BadRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in known and not 1 <= len(str(known["callback_data"]).encode("utf-8", "surrogatepass")) <= 64:
        raise BadRequest("BUTTON_DATA_INVALID")
    if "url" in known and not _is_address(str(known["url"])):
        raise BadRequest(f"inline keyboard button URL '{known['url']}' is invalid: Wrong HTTP URL")
    return known


def _is_address(url: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme == "tg":
        return True
    if parts.scheme not in {"http", "https", ""} or any(letter.isspace() for letter in url):
        return False
    return bool(parts.netloc) or (not parts.scheme and "." in url)
