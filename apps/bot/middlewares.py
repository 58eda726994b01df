"""What happens once for every piece of work, before it is routed."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject, Update

from apps.bot.bursts import Work
from apps.bot.commands import command_in
from apps.bot.lanes import refuse_what_kills
from relove_adapters.telegram.updates import body
from relove_core.activity.model import Activity, ActivityKind
from relove_core.delivery.model import Cause, Lane
from relove_core.ids import ChatId, UserId
from relove_core.users.pace import KeepPace
from relove_core.users.ports import Contacts, Seen

#: What a message without a text may be; the rest is ``other``.
MEDIA = ("voice", "video_note", "audio", "photo", "video", "animation", "document", "sticker")

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class ContactMiddleware(BaseMiddleware):
    """On ``update``: notes who is here and what they did; handlers of private chats get it as ``contact``.

    Groups and what belongs to no private chat leave no trace of a person.
    """

    def __init__(self, contacts: Contacts, keep_pace: KeepPace, admin_came: Callable[[UserId], None]) -> None:
        self._contacts = contacts
        self._keep_pace = keep_pace
        self._admin_came = admin_came

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        work, cause = data["work"], data["cause"]
        seen = _seen(work, cause) if isinstance(event, Update) else None
        if seen is not None:
            contact = await self._contacts.touch(cause, seen)
            if contact.is_new and contact.is_admin:
                self._admin_came(contact.user_id)
            refuse_what_kills(contact.runs)
            if cause.lane is Lane.TALK:
                await self._keep_pace(cause, contact)
            data["contact"] = contact
        return await handler(event, data)


def _seen(work: Work, cause: Cause) -> Seen | None:
    kind, event = body(work.update)
    person = event.get("from")
    if not isinstance(person, Mapping) or person.get("id") != cause.chat_id or person.get("is_bot"):
        return None
    return Seen(
        user_id=UserId(cause.chat_id),
        username=_string(person.get("username")),
        first_name=_string(person.get("first_name")),
        last_name=_string(person.get("last_name")),
        language_code=_string(person.get("language_code")),
        activities=tuple(_activity(update, cause.chat_id) for update in work.all),
        # Who may be in danger is answered whoever they are, and whatever brings it.
        may_be_new=kind == "message" or cause.lane is Lane.CONTROL,
    )


def _activity(update: Mapping[str, Any], chat_id: ChatId) -> Activity:
    kind, event = body(update)
    details: dict[str, str | int] = {}
    what = ActivityKind.OTHER
    match kind:
        case "message":
            what, details = _message(event)
        case "edited_message":
            what = ActivityKind.EDIT
        case "callback_query":
            what = ActivityKind.BUTTON
            details = {"button": str(event.get("data") or "").partition(":")[0][:64]}
        case "my_chat_member":
            status = (event.get("new_chat_member") or {}).get("status")
            what = ActivityKind.BLOCKED if status == "kicked" else ActivityKind.UNBLOCKED
    number = event.get("message_id")
    if type(number) is int:
        details["message_id"] = number
    return Activity(update_id=update["update_id"], chat_id=chat_id, kind=what, details=details)


def _message(event: Mapping[str, Any]) -> tuple[ActivityKind, dict[str, str | int]]:
    text = event.get("text")
    if not isinstance(text, str):
        return ActivityKind.MEDIA, {"media": next((kind for kind in MEDIA if kind in event), "other")}
    command = command_in(text)
    return (ActivityKind.COMMAND, {"command": command}) if command else (ActivityKind.MESSAGE, {})


def _string(value: object) -> str | None:
    return value[:256] if isinstance(value, str) and value else None
