"""What Telegram shows of the bot before anything is said: its commands and its description."""

from collections.abc import Iterable
from contextlib import suppress

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat, MenuButtonCommands

from apps.bot.commands import ADMIN_COMMANDS, COMMANDS, PLAIN_VOICES
from relove_core.alerts.ports import AlertsTx
from relove_core.ids import UserId
from relove_core.texts import Texts, Voice
from relove_core.transactions import Begin
from relove_core.users.model import Language


async def register_menu(bot: Bot, texts: Texts) -> None:
    """Tell Telegram in every language; Russian is what everybody else sees."""
    for voice in PLAIN_VOICES:
        code = _code(voice)
        commands = _commands(texts, voice, COMMANDS)
        await bot.set_my_commands(commands, scope=BotCommandScopeAllPrivateChats(), language_code=code)
        await bot.set_my_description(texts("bot-description", voice), language_code=code)
        await bot.set_my_short_description(texts("bot-short-description", voice), language_code=code)
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())


async def register_menus_of_team(bot: Bot, texts: Texts, begin: Begin[AlertsTx]) -> None:
    """Everybody of the team who has written to the bot gets its commands beside everybody's.

    Raises:
        AiogramError, StorageUnavailable: some of them may have it, and all of it may be done again.
    """
    async with begin() as tx:
        admins = await tx.alerts.recipients()
    for admin in admins:
        await register_team_menu(bot, texts, admin)


async def register_team_menu(bot: Bot, texts: Texts, admin: UserId) -> None:
    """Passed over where there is no chat with them any more. Raises AiogramError: Telegram did not take it."""
    scope = BotCommandScopeChat(chat_id=admin)
    with suppress(TelegramBadRequest, TelegramForbiddenError):
        for voice in PLAIN_VOICES:
            commands = _commands(texts, voice, (*COMMANDS, *ADMIN_COMMANDS))
            await bot.set_my_commands(commands, scope=scope, language_code=_code(voice))


def _code(voice: Voice) -> str | None:
    return None if voice.language == Language.RUSSIAN.value else voice.language


def _commands(texts: Texts, voice: Voice, names: Iterable[str]) -> list[BotCommand]:
    return [BotCommand(command=name, description=texts(f"command-{name}", voice)) for name in names]
