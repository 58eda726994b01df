"""The dispatcher: one entry for each kind of update, and the tables behind it."""

from collections.abc import Callable, Mapping
from typing import Any

from aiogram import Dispatcher
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from apps.bot import alerts, journey, people, privacy, profiles, readiness, rest, safety, sessions, streams, voice
from apps.bot.commands import menu_labels
from apps.bot.container import ABILITIES, BotContainer
from apps.bot.middlewares import ContactMiddleware
from apps.bot.routes import CRISIS, FORWARDED, SPEECH, UNREADABLE, VOICE, MessageRoute, Table, action_of
from relove_core.access.guards import NotAdmin
from relove_core.delivery.model import Lane
from relove_core.errors import InvalidInput, ReloveError
from relove_core.ids import UserId
from relove_core.safety.transitions import HeldForSafety
from relove_core.users.consent import ConsentMissing

UNKNOWN_BUTTON, IN_GROUP, ELSEWHERE, EDITED, MEMBERSHIP = "unknown_button", "in_group", "elsewhere", "edited", "member"
ACQUAINT, STAND_BY, NOT_FOR_YOU = "acquaint", "stand_by", "not_for_you"

#: What somebody gets instead of what they asked for, by the error that refused it.
INSTEAD: Mapping[type[ReloveError], str] = {
    ConsentMissing: ACQUAINT,
    HeldForSafety: STAND_BY,
    NotAdmin: NOT_FOR_YOU,
    InvalidInput: UNKNOWN_BUTTON,
}

MESSAGES = Table(
    people.COMMANDS,
    sessions.COMMANDS,
    journey.COMMANDS,
    streams.COMMANDS,
    readiness.COMMANDS,
    rest.COMMANDS,
    privacy.COMMANDS,
    safety.ADMIN_COMMANDS,
    alerts.ADMIN_COMMANDS,
    journey.ADMIN_COMMANDS,
    profiles.ADMIN_COMMANDS,
    {CRISIS: safety.crisis},
    {SPEECH: sessions.say, VOICE: voice.hear, UNREADABLE: rest.unreadable, FORWARDED: rest.forwarded},
)
BUTTONS = Table(
    people.ACTIONS,
    sessions.ACTIONS,
    streams.ACTIONS,
    safety.ACTIONS,
    alerts.ACTIONS,
    privacy.ACTIONS,
    profiles.ACTIONS,
    {UNKNOWN_BUTTON: rest.unknown_button},
)
OTHERS = Table(
    {
        EDITED: sessions.revise,
        MEMBERSHIP: people.membership_changed,
        ACQUAINT: people.get_acquainted,
        STAND_BY: safety.stand_by,
        NOT_FOR_YOU: rest.not_for_you,
        UNKNOWN_BUTTON: rest.unknown_button,
        IN_GROUP: rest.addressed_in_group,
        ELSEWHERE: rest.anything,
    }
)

#: Who is held gets supporting words instead of these: nobody is provoked in them, and yet they are no words for now.
NOT_WHILE_HELD = frozenset({"start", UNREADABLE, FORWARDED})


class Entries:
    """What aiogram calls. Groups: silent, but for commands that name the bot."""

    def __init__(self, route: MessageRoute, abilities: Mapping[str, object], *, username: str) -> None:
        self._route = route
        self._abilities = abilities
        self._suffix = f"@{username}".lower()

    async def message(self, message: Message, **data: Any) -> None:
        if message.chat.type != "private":
            name = IN_GROUP if self._names_us(message.text or "") else ELSEWHERE
            await self._call(OTHERS, name, message, data)
            return
        name, rest_of_text = self._route.of(message, data["cause"].lane)
        if name in NOT_WHILE_HELD and data["contact"].is_held:
            await self._call(OTHERS, STAND_BY, message, data)
            return
        await self._call(MESSAGES, name, message, data, rest=rest_of_text)

    async def edited(self, message: Message, **data: Any) -> None:
        is_private = message.chat.type == "private"
        if is_private and data["cause"].lane is Lane.CONTROL:
            await self._call(MESSAGES, CRISIS, message, data)
            return
        is_ours = is_private and message.text is not None
        await self._call(OTHERS, EDITED if is_ours else ELSEWHERE, message, data)

    async def button(self, query: CallbackQuery, **data: Any) -> None:
        if query.message is None or query.message.chat.type != "private":
            await self._call(OTHERS, ELSEWHERE, query, data)
            return
        name, args = action_of(query, BUTTONS) or (UNKNOWN_BUTTON, ())
        await self._call(BUTTONS, name, query, data, args=args)

    async def membership(self, event: ChatMemberUpdated, **data: Any) -> None:
        await self._call(OTHERS, MEMBERSHIP if event.chat.type == "private" else ELSEWHERE, event, data)

    async def _call(self, table: Table, name: str, event: object, data: dict[str, Any], **more: object) -> None:
        """Abilities join the data here: what travels through aiogram is copied at every step.

        Who may not have what they asked for gets what is right for them instead: see ``INSTEAD``.
        """
        known = {**self._abilities, **data, **more}
        try:
            await table.call(name, event, known)
        except tuple(INSTEAD) as e:
            await OTHERS.call(INSTEAD[type(e)], event, known)

    def _names_us(self, text: str) -> bool:
        return text.startswith("/") and text.split(maxsplit=1)[0].lower().endswith(self._suffix)


def build_dispatcher(
    container: BotContainer, *, username: str, admin_came: Callable[[UserId], None] = lambda _: None
) -> Dispatcher:
    """``username`` of the bot, to tell in a group what is meant for it; ``admin_came``: at an admin's first contact."""
    abilities = {name: getattr(container, name)() for name in ABILITIES}
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.update.outer_middleware(privacy.StrangerMiddleware(container.reply(), container.ignore()))
    dispatcher.update.outer_middleware(ContactMiddleware(container.contacts(), container.keep_pace(), admin_came))
    route = MessageRoute(labels=menu_labels(container.texts()))
    entries = Entries(route, abilities, username=username)
    dispatcher.message.register(entries.message)
    dispatcher.edited_message.register(entries.edited)
    dispatcher.callback_query.register(entries.button)
    dispatcher.my_chat_member.register(entries.membership)
    return dispatcher
