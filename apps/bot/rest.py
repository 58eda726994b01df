"""Everything that the other routers leave: help, what the bot cannot read, groups."""

from collections.abc import Mapping

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from apps.bot.filters import HasText, IsCommand, IsForUs, IsForwarded, IsPrivate
from relove_core.delivery.ignore import Ignore
from relove_core.delivery.model import Cause
from relove_core.delivery.reply import Reply
from relove_core.texts import Voice
from relove_core.users.model import ADDRESS_UNKNOWN, Contact, language_of


async def help_me(_: Message, cause: Cause, contact: Contact, reply: Reply) -> None:
    await reply(cause, contact.user_id, contact.voice, "help", with_menu=True)


async def unknown_command(_: Message, cause: Cause, contact: Contact, reply: Reply) -> None:
    await reply(cause, contact.user_id, contact.voice, "unknown-command")


async def forwarded(_: Message, cause: Cause, contact: Contact, reply: Reply) -> None:
    await reply(cause, contact.user_id, contact.voice, "forwarded")


async def unreadable(_: Message, cause: Cause, contact: Contact, reply: Reply) -> None:
    await reply(cause, contact.user_id, contact.voice, "only-text")


async def unknown_button(_: CallbackQuery, cause: Cause, contact: Contact, reply: Reply) -> None:
    await reply(cause, contact.user_id, contact.voice, "unknown-button")


async def addressed_in_group(message: Message, cause: Cause, reply: Reply) -> None:
    language = language_of(message.from_user.language_code if message.from_user else None)
    await reply(cause, None, Voice(language.value, ADDRESS_UNKNOWN), "group-only-private")


async def anything(_: object, cause: Cause, ignore: Ignore) -> None:
    await ignore(cause)


def rest_router(labels: Mapping[str, str]) -> Router:
    router = Router(name="rest")
    router.message.register(help_me, IsCommand("help", labels))
    return router


def leftover_router() -> Router:
    router = Router(name="leftover")
    router.message.register(forwarded, IsForwarded())
    router.message.register(unknown_command, HasText())
    router.message.register(unreadable)
    router.callback_query.register(unknown_button)
    return router


def group_router(username: str) -> Router:
    """Silent, but for commands that name the bot; and for whatever is in no private chat."""
    router = Router(name="groups")
    router.message.register(addressed_in_group, IsForUs(username))
    for observer in (router.message, router.edited_message, router.callback_query, router.my_chat_member):
        observer.filter(~IsPrivate())
        observer.register(anything)
    return router
