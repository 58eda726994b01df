"""``getUpdates`` as it is: aiogram would refuse a whole batch for one update of a shape that it does not know."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aiogram import Bot
from aiohttp import ClientError, ClientSession, ClientTimeout

from relove_adapters.telegram.updates import KINDS
from relove_core.errors import Conflict, ReloveError, Unavailable

WAIT = timedelta(seconds=25)
"""How long Telegram holds the request when there is nothing new."""
BATCH = 100


class Unauthorised(ReloveError):
    """Telegram does not know this token."""

    code = "telegram.unauthorised"


class PolledElsewhere(Conflict):
    """Another process polls, or a webhook is set."""

    code = "telegram.polled_elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Polling:
    bot: Bot
    http: ClientSession

    async def fetch(self, offset: int | None) -> list[Mapping[str, Any]]:
        """The updates from ``offset`` on; asking confirms all before it.

        Raises:
            Unavailable: Telegram cannot be reached, or says it is not well.
            PolledElsewhere, Unauthorised: see there.
        """
        url = self.bot.session.api.api_url(token=self.bot.token, method="getUpdates")
        asked = {"timeout": int(WAIT.total_seconds()), "limit": BATCH, "allowed_updates": list(KINDS)}
        if offset is not None:
            asked["offset"] = offset
        limit = ClientTimeout(total=WAIT.total_seconds() + 10, sock_connect=10)
        try:
            async with self.http.post(url, json=asked, timeout=limit) as response:
                answer = json.loads(await response.read())
        except (ClientError, TimeoutError, ValueError, RecursionError) as e:
            raise Unavailable("Telegram did not answer getUpdates") from e
        return _result(answer)


def _result(answer: Any) -> list[Mapping[str, Any]]:
    if not isinstance(answer, dict):
        raise Unavailable("Telegram answered getUpdates with something else")
    if answer.get("ok") is True and isinstance(answer.get("result"), list):
        return [update for update in answer["result"] if isinstance(update, dict)]
    match answer.get("error_code"):
        case 401 | 404:
            raise Unauthorised("Telegram does not know this token")
        case 409:
            raise PolledElsewhere("another process polls, or a webhook is set")
        case 429:
            parameters = answer.get("parameters") or {}
            raise Unavailable("too fast", retry_after=timedelta(seconds=int(parameters.get("retry_after", 1))))
    raise Unavailable("Telegram refused getUpdates")
