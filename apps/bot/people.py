"""Getting acquainted, and being let in or shut out."""

from aiogram.enums import ChatMemberStatus
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from apps.bot.routes import Routes
from relove_core.delivery.model import Cause
from relove_core.delivery.reply import Reply
from relove_core.errors import InvalidInput
from relove_core.users.choose_gender import ChooseGender
from relove_core.users.mark_blocked import MarkBlocked
from relove_core.users.model import Contact
from relove_core.users.welcome import CHOOSE_GENDER, Welcome


async def start(_: Message, rest: str, cause: Cause, contact: Contact, welcome: Welcome) -> None:
    await welcome(cause, contact, rest)


async def gender_chosen(
    _: CallbackQuery, args: tuple[str, ...], cause: Cause, contact: Contact, choose_gender: ChooseGender, reply: Reply
) -> None:
    try:
        await choose_gender(cause, contact, args[0] if args else "")
    except InvalidInput:
        await reply(cause, contact.user_id, contact.voice, "unknown-button")


async def membership_changed(
    event: ChatMemberUpdated, cause: Cause, contact: Contact, mark_blocked: MarkBlocked
) -> None:
    await mark_blocked(cause, contact, is_blocked=event.new_chat_member.status == ChatMemberStatus.KICKED)


COMMANDS: Routes = {"start": start}
ACTIONS: Routes = {CHOOSE_GENDER: gender_chosen}
