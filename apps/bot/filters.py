"""Filters, each an async class: a plain function or ``F`` would run in a thread for every update."""

from collections.abc import Mapping
from typing import Any

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from apps.bot.commands import command_in
from relove_core.delivery.actions import decode
from relove_core.errors import InvalidInput
from relove_core.users.stop_words import is_stop


class IsCommand(Filter):
    """A command of this name, written or as a button of the keyboard; gives ``rest``, what follows it."""

    def __init__(self, name: str, labels: Mapping[str, str]) -> None:
        self._name = name
        self._labels = {label for label, command in labels.items() if command == name}

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        text = message.text or ""
        if text in self._labels:
            return {"rest": ""}
        if not text.startswith("/") or command_in(text) != self._name:
            return False
        return {"rest": text.partition(" ")[2].strip()}


class IsAction(Filter):
    """A button that asks for this; gives ``args``, what it carries."""

    def __init__(self, name: str) -> None:
        self._name = name

    async def __call__(self, query: CallbackQuery) -> bool | dict[str, Any]:
        data = query.data or ""
        if data.partition(":")[0] != self._name:
            return False
        try:
            return {"args": decode(data).args}
        except InvalidInput:
            return False


class IsPrivate(Filter):
    async def __call__(self, event: Message | CallbackQuery | ChatMemberUpdated) -> bool:
        place = event.message if isinstance(event, CallbackQuery) else event
        return place is not None and place.chat.type == "private"


class HasText(Filter):
    async def __call__(self, message: Message) -> bool:
        return message.text is not None


class IsStopWord(Filter):
    """A lone stop word, a stop command, or the button that says so."""

    async def __call__(self, message: Message) -> bool:
        return is_stop(message.text or "")


class IsSpeech(Filter):
    """A text of the person's own that is no command."""

    async def __call__(self, message: Message) -> bool:
        return message.text is not None and not message.text.startswith("/") and message.forward_origin is None


class IsForwarded(Filter):
    async def __call__(self, message: Message) -> bool:
        return message.forward_origin is not None


class IsForUs(Filter):
    """In a group: a command that names this bot."""

    def __init__(self, username: str) -> None:
        self._suffix = f"@{username}".lower()

    async def __call__(self, message: Message) -> bool:
        text = message.text or ""
        return text.startswith("/") and text.split(maxsplit=1)[0].lower().endswith(self._suffix)
