"""People in crisis, and the admins who look after them."""

from aiogram.types import CallbackQuery, Message

from apps.bot.bursts import Work
from apps.bot.routes import Routes
from relove_core.alerts.model import ACKNOWLEDGE
from relove_core.analytics.show_stats import ShowStats
from relove_core.delivery.model import Cause
from relove_core.safety.acknowledge import Acknowledge
from relove_core.safety.release import Release
from relove_core.sessions import support as supporting
from relove_core.sessions.hear_crisis import HearCrisis
from relove_core.sessions.support import DenyCrisis, Support, WishToReturn
from relove_core.users.model import Contact

Event = Message | CallbackQuery


async def crisis(_: Message, work: Work, cause: Cause, contact: Contact, hear_crisis: HearCrisis) -> None:
    await hear_crisis(cause, contact, work.said)


async def stand_by(_: Event, work: Work, cause: Cause, contact: Contact, support: Support) -> None:
    await support(cause, contact, work.said)


async def deny(_: CallbackQuery, cause: Cause, contact: Contact, deny_crisis: DenyCrisis) -> None:
    await deny_crisis(cause, contact)


async def wish(_: CallbackQuery, cause: Cause, contact: Contact, wish_to_return: WishToReturn) -> None:
    await wish_to_return(cause, contact)


async def acknowledged(
    _: CallbackQuery, args: tuple[str, ...], cause: Cause, contact: Contact, acknowledge: Acknowledge
) -> None:
    await acknowledge(cause, contact, args[0] if args else "")


async def let_go(_: Message, rest: str, cause: Cause, contact: Contact, release: Release) -> None:
    await release(cause, contact, rest)


async def stats(_: Message, rest: str, cause: Cause, contact: Contact, show_stats: ShowStats) -> None:
    await show_stats(cause, contact, rest)


ADMIN_COMMANDS: Routes = {"release": let_go, "stats": stats}
ACTIONS: Routes = {supporting.DENY: deny, supporting.WISH: wish, ACKNOWLEDGE: acknowledged}
