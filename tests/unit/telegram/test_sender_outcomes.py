"""What a failed call to Telegram means for the message in it."""

import ssl
from typing import Any

import aiogram.exceptions
import aiohttp
import pytest
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    RestartingTelegram,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import SendMessage

from relove_adapters.telegram.sender import outcome_of
from relove_core.delivery.outcomes import Outcome

METHOD = SendMessage(chat_id=1, text="x")
KEY: Any = aiohttp.client_reqrep.ConnectionKey("h", 443, True, True, None, None, None, None)


def network(cause: Exception | None) -> TelegramNetworkError:
    error = TelegramNetworkError(method=METHOD, message="x")
    error.__cause__ = cause
    return error


def bad(message: str) -> TelegramBadRequest:
    return TelegramBadRequest(method=METHOD, message=message)


MEANINGS: list[tuple[AiogramError, Outcome]] = [
    (network(aiohttp.ClientConnectorError(KEY, OSError("refused"))), Outcome.NOT_REACHED),
    (network(aiohttp.ClientConnectorDNSError(KEY, OSError("no name"))), Outcome.NOT_REACHED),
    (network(aiohttp.ClientConnectorSSLError(KEY, ssl.SSLError(1, "handshake"))), Outcome.NOT_REACHED),
    (network(aiohttp.ClientConnectorCertificateError(KEY, ssl.CertificateError("bad"))), Outcome.NOT_REACHED),
    (network(aiohttp.ClientProxyConnectionError(KEY, OSError("proxy"))), Outcome.NOT_REACHED),
    (network(aiohttp.ConnectionTimeoutError()), Outcome.NOT_REACHED),
    (network(aiohttp.SocketTimeoutError()), Outcome.UNKNOWN),
    (network(TimeoutError()), Outcome.UNKNOWN),
    (network(aiohttp.ServerDisconnectedError()), Outcome.UNKNOWN),
    (network(aiohttp.ClientOSError(104, "reset")), Outcome.UNKNOWN),
    (network(aiohttp.ClientPayloadError()), Outcome.UNKNOWN),
    (network(None), Outcome.UNKNOWN),
    (TelegramServerError(method=METHOD, message="Internal Server Error"), Outcome.UNKNOWN),
    (RestartingTelegram(method=METHOD, message="restart"), Outcome.UNKNOWN),
    (ClientDecodeError("x", ValueError(), "<html>"), Outcome.UNKNOWN),
    (ClientDecodeError("x", ValueError(), {"ok": False, "result": {}}), Outcome.UNKNOWN),
    (ClientDecodeError("x", ValueError(), {"ok": True, "result": {"message_id": "new"}}), Outcome.SENT),
    (TelegramUnauthorizedError(method=METHOD, message="Unauthorized"), Outcome.UNAUTHORISED),
    (TelegramNotFound(method=METHOD, message="Not Found"), Outcome.UNAUTHORISED),
    (TelegramForbiddenError(method=METHOD, message="Forbidden: bot was blocked by the user"), Outcome.BLOCKED),
    (TelegramForbiddenError(method=METHOD, message="Forbidden: user is deactivated"), Outcome.BLOCKED),
    (TelegramForbiddenError(method=METHOD, message="Forbidden: bot can't initiate conversation"), Outcome.BLOCKED),
    (TelegramMigrateToChat(method=METHOD, message="x", migrate_to_chat_id=-1), Outcome.BLOCKED),
    (bad("Bad Request: chat not found"), Outcome.BLOCKED),
    (bad("Bad Request: PEER_ID_INVALID"), Outcome.BLOCKED),
    (bad("Bad Request: can't parse entities: unclosed tag"), Outcome.MARKUP_REFUSED),
    (bad("Bad Request: message text is empty"), Outcome.REFUSED),
    (bad("Bad Request: message is too long"), Outcome.REFUSED),
    (TelegramConflictError(method=METHOD, message="Conflict"), Outcome.REFUSED),
    (TelegramAPIError(method=METHOD, message="418"), Outcome.REFUSED),
    (TelegramEntityTooLarge(method=METHOD, message="413"), Outcome.REFUSED),
]


@pytest.mark.parametrize(
    ("error", "outcome"), MEANINGS, ids=lambda v: type(v).__name__ if isinstance(v, Exception) else v
)
def test_each_failure_has_its_meaning(error: AiogramError, outcome: Outcome) -> None:
    assert outcome_of(error) is outcome


def test_every_failure_that_aiogram_knows_of_a_call_is_judged() -> None:
    known = {e for e in vars(aiogram.exceptions).values() if isinstance(e, type) and issubclass(e, TelegramAPIError)}

    # A 429 is no failure of the message: it brings its own pause.
    assert known - {type(error) for error, _ in MEANINGS} == {TelegramRetryAfter}
