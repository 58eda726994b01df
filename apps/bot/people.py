"""Getting acquainted, and being let in or shut out."""

from aiogram.enums import ChatMemberStatus
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from apps.bot.routes import Routes
from relove_core.delivery.model import Cause
from relove_core.users.answer_consent import AnswerConsent
from relove_core.users.change_setting import ChangeSetting
from relove_core.users.choose_gender import ChooseGender
from relove_core.users.choose_time_zone import ChooseTimeZone
from relove_core.users.consent import CONSENT, answer_of
from relove_core.users.mark_blocked import MarkBlocked
from relove_core.users.model import Contact
from relove_core.users.onboarding import CHOOSE_GENDER, CHOOSE_ZONE, Acquaint
from relove_core.users.settings import SET, ZONES
from relove_core.users.show_settings import ShowSettings
from relove_core.users.welcome import Welcome

Event = Message | CallbackQuery


async def start(_: Message, rest: str, cause: Cause, contact: Contact, welcome: Welcome) -> None:
    await welcome(cause, contact, rest)


async def get_acquainted(_: Event, cause: Cause, contact: Contact, acquaint: Acquaint) -> None:
    await acquaint(cause, contact)


async def gender_chosen(
    _: CallbackQuery, args: tuple[str, ...], cause: Cause, contact: Contact, choose_gender: ChooseGender
) -> None:
    await choose_gender(cause, contact, args[0] if args else "")


async def zone_chosen(_: CallbackQuery, cause: Cause, contact: Contact, choose_time_zone: ChooseTimeZone) -> None:
    await choose_time_zone(cause, contact, None)


async def consent_answered(
    _: CallbackQuery, args: tuple[str, ...], cause: Cause, contact: Contact, answer_consent: AnswerConsent
) -> None:
    await answer_consent(cause, contact, answer_of(args))


async def settings(
    _: Message, rest: str, cause: Cause, contact: Contact, show_settings: ShowSettings, change_setting: ChangeSetting
) -> None:
    """With a city after the command, the time zone is that city's."""
    if rest:
        await change_setting.to_city(cause, contact, rest)
    else:
        await show_settings(cause, contact)


async def setting_changed(
    _: CallbackQuery, args: tuple[str, ...], cause: Cause, contact: Contact, change_setting: ChangeSetting
) -> None:
    await change_setting(cause, contact, args)


async def zones(_: CallbackQuery, cause: Cause, contact: Contact, show_settings: ShowSettings) -> None:
    await show_settings.zones(cause, contact)


async def membership_changed(
    event: ChatMemberUpdated, cause: Cause, contact: Contact, mark_blocked: MarkBlocked
) -> None:
    await mark_blocked(cause, contact, is_blocked=event.new_chat_member.status == ChatMemberStatus.KICKED)


COMMANDS: Routes = {"start": start, "settings": settings}
ACTIONS: Routes = {
    CHOOSE_GENDER: gender_chosen,
    CHOOSE_ZONE: zone_chosen,
    CONSENT: consent_answered,
    SET: setting_changed,
    ZONES: zones,
}
