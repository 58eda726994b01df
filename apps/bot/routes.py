"""From an update to its handler, by tables.

aiogram asks the filters of all handlers one after the other, and each question costs a fifth of a whole dispatch; a
table costs the same for the first handler and the last (``docs/decisions/0006-routing-by-table.md``).
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiogram.dispatcher.event.handler import CallableObject
from aiogram.types import CallbackQuery, Message

from apps.bot.commands import command_in
from relove_core.delivery.actions import decode
from relove_core.delivery.model import Lane
from relove_core.errors import InvalidInput
from relove_core.users.stop_words import is_stop

Handler = Callable[..., Awaitable[None]]
Routes = Mapping[str, Handler]


class Table:
    """Handlers by name; each gets of the data what its parameters name, as aiogram does it."""

    def __init__(self, *routes: Routes) -> None:
        self._handlers = {name: CallableObject(handler) for part in routes for name, handler in part.items()}
        if len(self._handlers) != sum(map(len, routes)):
            raise ValueError("two handlers for one name")

    def __contains__(self, name: str) -> bool:
        return name in self._handlers

    def names(self) -> frozenset[str]:
        return frozenset(self._handlers)

    async def call(self, name: str, event: object, data: dict[str, Any]) -> None:
        await self._handlers[name].call(event, **data)


SPEECH, VOICE, UNREADABLE, FORWARDED, CRISIS = "speech", "voice", "unreadable", "forwarded", "crisis"
"""Messages that are no command."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRoute:
    """``labels``: what the buttons below the input field say -> the command."""

    labels: Mapping[str, str]

    def of(self, message: Message, lane: Lane) -> tuple[str, str]:
        """The name of the handler, and what follows a command.

        What overtakes is a stop word or a signal of crisis: intake has sorted it out.
        """
        text = message.text
        if text is not None and is_stop(text):
            return "pause", ""
        if lane is Lane.CONTROL:
            return CRISIS, ""
        if message.forward_origin is not None and (message.voice or text is not None):
            return FORWARDED, ""
        if text is None:
            return (VOICE if message.voice else UNREADABLE), ""
        if text in self.labels:
            return self.labels[text], ""
        return command_in(text) or SPEECH, text.partition(" ")[2].strip()


def action_of(query: CallbackQuery, known: Table) -> tuple[str, tuple[str, ...]] | None:
    """What a button asks for, if it is one of ours."""
    try:
        action = decode(query.data or "")
    except InvalidInput:
        return None
    return (action.name, action.args) if action.name in known else None
