"""A person's data: what is kept, a copy of it, the end of it, and who is left a stranger."""

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, Message, TelegramObject, Update

from apps.bot.routes import Routes
from relove_adapters.portrait_cache import PortraitCache
from relove_core.delivery.ignore import Ignore
from relove_core.delivery.model import Cause
from relove_core.delivery.reply import Reply
from relove_core.privacy.ask_to_forget import AskToForget
from relove_core.privacy.asking import FORGET, KEEP
from relove_core.privacy.export_data import ExportData
from relove_core.privacy.forget import Forget
from relove_core.privacy.ports import Erasure, Erasures
from relove_core.privacy.show_privacy import ShowPrivacy
from relove_core.texts import Voice
from relove_core.users.model import ADDRESS_UNKNOWN, Contact, language_of
from relove_core.users.ports import Stranger

log = structlog.get_logger()


async def privacy(_: Message, cause: Cause, contact: Contact, show_privacy: ShowPrivacy) -> None:
    await show_privacy(cause, contact)


async def export(_: Message, cause: Cause, contact: Contact, export_data: ExportData) -> None:
    await export_data(cause, contact)


async def ask(_: Message, cause: Cause, contact: Contact, ask_to_forget: AskToForget) -> None:
    await ask_to_forget(cause, contact)


async def forget_them(
    _: CallbackQuery,
    args: tuple[str, ...],
    cause: Cause,
    contact: Contact,
    forget: Forget,
    portraits: PortraitCache,
) -> None:
    if await forget(cause, contact, args[0] if args else ""):
        portraits.forget(contact.user_id)
        log.info("person.forgotten")


async def keep(_: CallbackQuery, cause: Cause, contact: Contact, reply: Reply) -> None:
    await reply(cause, contact.user_id, contact.voice, "kept")


COMMANDS: Routes = {"privacy": privacy, "export_my_data": export, "forget_me": ask}
ACTIONS: Routes = {FORGET: forget_them, KEEP: keep}


class StrangerMiddleware(BaseMiddleware):
    """On ``update``, around the contact: who is not known, and begins nothing, is not made known by it."""

    def __init__(self, reply: Reply, ignore: Ignore) -> None:
        self._reply = reply
        self._ignore = ignore

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        try:
            return await handler(event, data)
        except Stranger:
            query = event.callback_query if isinstance(event, Update) else None
        if query is None:
            await self._ignore(data["cause"])
        else:
            voice = Voice(language_of(query.from_user.language_code).value, ADDRESS_UNKNOWN)
            await self._reply(data["cause"], None, voice, "not-acquainted")
        return None


async def erase(erasures: Erasures, erasure: Erasure) -> None:
    """Whatever goes wrong, it is due again when the lease ends."""
    try:
        if await erasures.go_on(erasure):
            log.info("erasure.finished")
    except Exception:  # the edge: it stays due, and the others are erased
        log.exception("erasure.failed")


async def swept(count: int) -> None:
    log.info("portraits.forgotten", count=count)
