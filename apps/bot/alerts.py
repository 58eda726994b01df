"""What is wrong with the product itself, for the team: the page, and the buttons under each alert."""

from aiogram.types import CallbackQuery, Message

from apps.bot.routes import Routes
from relove_core.access.mute_alert import MuteAlert
from relove_core.access.show_alerts import ShowAlerts
from relove_core.access.unmute_alert import UnmuteAlert
from relove_core.alerts.system import MUTE, UNMUTE
from relove_core.delivery.model import Cause
from relove_core.users.model import Contact


async def show(_: Message, cause: Cause, contact: Contact, show_alerts: ShowAlerts) -> None:
    await show_alerts(cause, contact)


async def mute(_: CallbackQuery, args: tuple[str, ...], cause: Cause, contact: Contact, mute_alert: MuteAlert) -> None:
    await mute_alert(cause, contact, args[0] if args else "")


async def unmute(
    _: CallbackQuery, args: tuple[str, ...], cause: Cause, contact: Contact, unmute_alert: UnmuteAlert
) -> None:
    await unmute_alert(cause, contact, args[0] if args else "")


ADMIN_COMMANDS: Routes = {"alerts": show}
ACTIONS: Routes = {MUTE: mute, UNMUTE: unmute}
