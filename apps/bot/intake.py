"""Take updates in: kept first, acknowledged then; a bad one never stops the others."""

from collections.abc import Mapping, Sequence
from typing import Any

import structlog

from apps.bot.courtesy import Courtesy
from apps.bot.pump import Wake
from relove_adapters import metrics
from relove_adapters.telegram.updates import UpdateReader, callback_id
from relove_core.delivery.model import Incoming, Lane
from relove_core.delivery.ports import Inbox
from relove_core.errors import InvalidInput

log = structlog.get_logger()

Raw = tuple[Mapping[str, Any], bytes]


class Intake:
    """``wakes``: the bell of each lane's workers."""

    def __init__(self, *, inbox: Inbox, reader: UpdateReader, courtesy: Courtesy, wakes: Mapping[Lane, Wake]) -> None:
        self._inbox = inbox
        self._reader = reader
        self._courtesy = courtesy
        self._wakes = wakes

    async def take(self, updates: Sequence[Raw]) -> None:
        """Keep them all in one statement; then show that they have come.

        Raises StorageUnavailable: nothing was kept, and nothing may be acknowledged.
        """
        incoming = [kept for update, raw in updates if (kept := self._read(update, raw))]
        for update_id in await self._inbox.take_in(incoming):
            log.error("update.not_kept", update_id=update_id)
        metrics.updates_taken_in.inc(len(incoming))
        for lane in {one.lane for one in incoming}:
            self._wakes[lane].ring()
        for chat_id in {one.chat_id for one in incoming if one.may_be_joined}:
            self._courtesy.show_typing(chat_id)
        for query in filter(None, (callback_id(update) for update, _ in updates)):
            self._courtesy.stop_spinner(query)

    def _read(self, update: Mapping[str, Any], raw: bytes) -> Incoming | None:
        try:
            return self._reader.read(update, raw)
        except InvalidInput:
            log.exception("update.without_number")
            return None
