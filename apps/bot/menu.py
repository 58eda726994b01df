"""What Telegram shows of the bot before anything is said: its commands and its description."""

from aiogram import Bot
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, MenuButtonCommands

from apps.bot.commands import COMMANDS, PLAIN_VOICES
from relove_core.texts import Texts, Voice
from relove_core.users.model import Language


async def register_menu(bot: Bot, texts: Texts) -> None:
    """Tell Telegram in every language; Russian is what everybody else sees."""
    for voice in PLAIN_VOICES:
        code = None if voice.language == Language.RUSSIAN.value else voice.language
        await bot.set_my_commands(_commands(texts, voice), scope=BotCommandScopeAllPrivateChats(), language_code=code)
        await bot.set_my_description(texts("bot-description", voice), language_code=code)
        await bot.set_my_short_description(texts("bot-short-description", voice), language_code=code)
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())


def _commands(texts: Texts, voice: Voice) -> list[BotCommand]:
    return [BotCommand(command=name, description=texts(f"command-{name}", voice)) for name in COMMANDS]
