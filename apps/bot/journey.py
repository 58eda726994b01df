"""Where a person is on the journey, and what is known of them."""

import structlog
from aiogram.types import Message

from apps.bot.routes import Routes
from relove_core.delivery.model import Cause
from relove_core.journey.model import StageRecord
from relove_core.journey.place import Place
from relove_core.journey.show_journey import ShowJourney
from relove_core.profiles.show_profile import ShowProfile
from relove_core.users.model import Contact

log = structlog.get_logger()


async def my_journey(_: Message, cause: Cause, contact: Contact, show_journey: ShowJourney) -> None:
    await show_journey(cause, contact)


async def my_profile(_: Message, cause: Cause, contact: Contact, show_profile: ShowProfile) -> None:
    await show_profile(cause, contact)


async def put(_: Message, rest: str, cause: Cause, contact: Contact, place: Place) -> None:
    number, stage, reason = (*rest.split(maxsplit=2), "", "", "")[:3]
    log_stage(await place(cause, contact, number, stage, reason))


def log_stage(record: StageRecord | None) -> None:
    """Every decision about a stage, without a word of the person's."""
    if record is not None:
        log.info("stage.decided", **record.facts)


COMMANDS: Routes = {"my_journey": my_journey, "my_profile": my_profile}
ADMIN_COMMANDS: Routes = {"place": put}
