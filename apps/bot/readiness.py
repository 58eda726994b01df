"""Which programmes a person is closest to."""

from aiogram.types import Message

from apps.bot.routes import Routes
from relove_core.delivery.model import Cause
from relove_core.readiness.analyse_readiness import AnalyseReadiness
from relove_core.users.model import Contact


async def readiness(_: Message, cause: Cause, contact: Contact, analyse_readiness: AnalyseReadiness) -> None:
    await analyse_readiness(cause, contact)


COMMANDS: Routes = {"analyze_readiness": readiness}
