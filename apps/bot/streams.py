"""The programmes, and the way to the platform."""

from aiogram.types import CallbackQuery, Message

from apps.bot.routes import Routes
from relove_core.delivery.model import Cause
from relove_core.streams.buttons import INTEREST
from relove_core.streams.note_interest import NoteInterest
from relove_core.streams.show_platform import ShowPlatform
from relove_core.streams.show_streams import ShowStreams
from relove_core.users.model import Contact


async def catalogue(_: Message, cause: Cause, contact: Contact, show_streams: ShowStreams) -> None:
    await show_streams(cause, contact)


async def platform(_: Message, cause: Cause, contact: Contact, show_platform: ShowPlatform) -> None:
    await show_platform(cause, contact)


async def interesting(
    _: CallbackQuery, args: tuple[str, ...], cause: Cause, contact: Contact, note_interest: NoteInterest
) -> None:
    await note_interest(cause, contact, args)


COMMANDS: Routes = {"streams": catalogue, "platform": platform}
ACTIONS: Routes = {INTEREST: interesting}
