"""A message as the outbox stores it."""

from typing import Any

from relove_core.delivery.actions import decode
from relove_core.delivery.model import Attachment, Button, LinkButton, Outgoing, Priority
from relove_core.ids import ChatId, UserId
from relove_core.markup import Html


def to_row(message: Outgoing, *, key: str, place: int) -> dict[str, object]:
    return {
        "key": key,
        "place": place,
        "chat_id": message.chat_id,
        "user_id": message.user_id,
        "priority": int(message.priority),
        "message": {
            "html": message.html,
            "buttons": [[_kept(b) for b in row] for row in message.buttons],
            "menu": message.menu,
            **({"attachment": message.attachment} if message.attachment else {}),
        },
    }


def from_row(row: Any) -> Outgoing:
    stored = row.message
    return Outgoing(
        chat_id=ChatId(row.chat_id),
        user_id=None if row.user_id is None else UserId(row.user_id),
        html=Html(stored["html"]),
        buttons=tuple(tuple(_button(*kept) for kept in row) for row in stored["buttons"]),
        menu=tuple(map(tuple, stored["menu"])),
        priority=Priority(row.priority),
        attachment=Attachment(stored["attachment"]) if "attachment" in stored else None,
    )


def _kept(button: Button | LinkButton) -> list[str]:
    if isinstance(button, LinkButton):
        return [button.label, "", button.url]
    return [button.label, button.action.encode()]


def _button(label: str, data: str, url: str | None = None) -> Button | LinkButton:
    return Button(label, decode(data)) if url is None else LinkButton(label, url)
