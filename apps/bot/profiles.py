"""Portraits in the hands of the team: made anew, opened, compared, rolled back."""

import structlog
from aiogram.types import CallbackQuery, Message

from apps.bot.routes import Routes
from relove_core.delivery.model import Cause
from relove_core.ids import UserId
from relove_core.profiles.order_refresh import REFRESH_ALL, REFRESH_NONE, OrderRefresh
from relove_core.profiles.restore_version import RestoreVersion
from relove_core.profiles.show_comparison import ShowComparison
from relove_core.profiles.show_versions import ShowVersions
from relove_core.users.model import Contact

log = structlog.get_logger()


async def refresh(_: Message, rest: str, cause: Cause, contact: Contact, order_refresh: OrderRefresh) -> None:
    await order_refresh(cause, contact, rest)


async def confirm(
    _: CallbackQuery, args: tuple[str, ...], cause: Cause, contact: Contact, order_refresh: OrderRefresh
) -> None:
    await order_refresh.confirm(cause, contact, args[0] if args else "")


async def decline(_: CallbackQuery, cause: Cause, contact: Contact, order_refresh: OrderRefresh) -> None:
    await order_refresh.decline(cause, contact)


async def versions(_: Message, rest: str, cause: Cause, contact: Contact, show_versions: ShowVersions) -> None:
    log_opened(await show_versions(cause, contact, rest), contact)


async def compare(_: Message, rest: str, cause: Cause, contact: Contact, show_comparison: ShowComparison) -> None:
    log_opened(await show_comparison(cause, contact, rest), contact)


async def restore(_: Message, rest: str, cause: Cause, contact: Contact, restore_version: RestoreVersion) -> None:
    user_id = await restore_version(cause, contact, rest)
    if user_id is not None:
        log.info("profile.rolled_back", user_id=user_id, admin_id=contact.user_id)


def log_opened(user_id: UserId | None, admin: Contact) -> None:
    """Who of the team has seen whose portrait; not a word of it."""
    if user_id is not None:
        log.info("profile.opened", user_id=user_id, admin_id=admin.user_id)


ADMIN_COMMANDS: Routes = {
    "refresh_profiles": refresh,
    "profile_versions": versions,
    "profile_compare": compare,
    "profile_rollback": restore,
}
ACTIONS: Routes = {REFRESH_ALL: confirm, REFRESH_NONE: decline}
