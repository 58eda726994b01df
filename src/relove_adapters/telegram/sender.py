"""One message to Telegram, and what its answer means."""

import html
import re
from datetime import timedelta

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import LinkPreviewOptions, Message
from aiohttp import ClientConnectorError, ConnectionTimeoutError

from relove_adapters.telegram.documents import dossier
from relove_adapters.telegram.keyboards import keyboard_of
from relove_core.delivery.model import Outgoing
from relove_core.delivery.outcomes import Attempt, Outcome
from relove_core.ids import UserId
from relove_core.privacy.ports import Dossiers, NobodyThere
from relove_core.transactions import StorageUnavailable

log = structlog.get_logger()

_TAG = re.compile(r"<[^>]*>")
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_UNREACHABLE = ("chat not found", "user is deactivated", "peer_id_invalid", "chat_id is empty")


class TelegramSender:
    """``timeout_s`` is for one attempt, whole."""

    def __init__(self, bot: Bot, *, timeout_s: int, dossiers: Dossiers) -> None:
        self._bot = bot
        self._timeout_s = timeout_s
        self._dossiers = dossiers

    async def send(self, message: Outgoing, *, as_plain_text: bool) -> Attempt:
        text = html.unescape(_TAG.sub("", message.html)) if as_plain_text else message.html
        mode = None if as_plain_text else "HTML"
        try:
            sent = await (self._send_file if message.attachment else self._send_text)(message, text, mode)
        except (NobodyThere, TimeoutError):
            log.warning("dossier.not_made", exc_info=True)
            return Attempt(outcome=Outcome.REFUSED)
        except StorageUnavailable:
            return Attempt(outcome=Outcome.NOT_REACHED)
        except TelegramRetryAfter as e:
            return Attempt(outcome=Outcome.TOO_FAST, retry_after=timedelta(seconds=e.retry_after))
        except (TelegramAPIError, ClientDecodeError) as e:
            return Attempt(outcome=outcome_of(e))
        return Attempt(outcome=Outcome.SENT, message_id=sent.message_id)

    async def _send_text(self, message: Outgoing, text: str, mode: str | None) -> Message:
        return await self._bot.send_message(
            chat_id=message.chat_id,
            text=text,
            parse_mode=mode,
            reply_markup=keyboard_of(message),
            link_preview_options=_NO_PREVIEW,
            request_timeout=self._timeout_s,
        )

    async def _send_file(self, message: Outgoing, text: str, mode: str | None) -> Message:
        async with dossier(self._dossiers, UserId(message.chat_id)) as file:
            return await self._bot.send_document(
                chat_id=message.chat_id,
                document=file,
                caption=text,
                parse_mode=mode,
                request_timeout=self._timeout_s,
            )


def outcome_of(error: Exception) -> Outcome:
    """What a failed call means for the message in it."""
    match error:
        case TelegramNetworkError(__cause__=ClientConnectorError() | ConnectionTimeoutError()):
            return Outcome.NOT_REACHED
        case TelegramEntityTooLarge():  # to aiogram an error of the network, and yet an answer
            return Outcome.REFUSED
        case ClientDecodeError(data={"ok": True}):  # taken, and told in words that aiogram does not know yet
            return Outcome.SENT
        case TelegramNetworkError() | TelegramServerError() | ClientDecodeError():
            return Outcome.UNKNOWN
        case TelegramUnauthorizedError() | TelegramNotFound():
            # A token that Telegram does not know is answered by 401, or by 404 where it is not even a token.
            return Outcome.UNAUTHORISED
        case TelegramForbiddenError() | TelegramMigrateToChat():
            return Outcome.BLOCKED
        case TelegramBadRequest(message=said) if "can't parse entities" in said:
            return Outcome.MARKUP_REFUSED
        case TelegramBadRequest(message=said) if any(sign in said.lower() for sign in _UNREACHABLE):
            return Outcome.BLOCKED
    return Outcome.REFUSED
