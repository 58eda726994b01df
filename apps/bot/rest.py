"""Everything that the other routers leave: help, what the bot cannot read, groups."""

from aiogram.types import CallbackQuery, Message

from apps.bot.commands import UNKNOWN
from apps.bot.routes import Routes
from relove_core.delivery.ignore import Ignore
from relove_core.delivery.model import Cause
from relove_core.delivery.reply import Reply
from relove_core.texts import Voice
from relove_core.users.model import ADDRESS_UNKNOWN, Contact, language_of


async def help_me(_: Message, cause: Cause, contact: Contact, reply: Reply) -> None:
    await reply(cause, contact.user_id, contact.voice, "help", with_menu=True)


async def unknown_command(_: Message, cause: Cause, contact: Contact, reply: Reply) -> None:
    await reply(cause, contact.user_id, contact.voice, "unknown-command")


async def not_for_you(event: Message | CallbackQuery, cause: Cause, contact: Contact, reply: Reply) -> None:
    """What only the team may do is for everybody else like anything that there is not."""
    code = "unknown-button" if isinstance(event, CallbackQuery) else "unknown-command"
    await reply(cause, contact.user_id, contact.voice, code)


async def forwarded(_: Message, cause: Cause, contact: Contact, reply: Reply) -> None:
    await reply(cause, contact.user_id, contact.voice, "forwarded")


async def unreadable(_: Message, cause: Cause, contact: Contact, reply: Reply, hears_voice: bool) -> None:
    code = "text-or-voice" if hears_voice and contact.takes_voice else "only-text"
    await reply(cause, contact.user_id, contact.voice, code)


async def unknown_button(_: CallbackQuery, cause: Cause, contact: Contact, reply: Reply) -> None:
    await reply(cause, contact.user_id, contact.voice, "unknown-button")


async def addressed_in_group(message: Message, cause: Cause, reply: Reply) -> None:
    language = language_of(message.from_user.language_code if message.from_user else None)
    await reply(cause, None, Voice(language.value, ADDRESS_UNKNOWN), "group-only-private")


async def anything(_: object, cause: Cause, ignore: Ignore) -> None:
    await ignore(cause)


COMMANDS: Routes = {"help": help_me, UNKNOWN: unknown_command}
