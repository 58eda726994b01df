"""What a use case does with inbox and outbox, in memory."""

from collections.abc import Sequence
from dataclasses import replace

from relove_core.clock import Clock
from relove_core.delivery.model import Cause, LeaseLost, Outgoing, Priority
from relove_core.delivery.outcomes import OutboxState
from relove_core.ids import BotId
from relove_core.testing.memory_state import KeptChat, KeptMessage, MemoryState


class MemoryDeliveries:
    """Deliveries in dicts, with the real fence and the real keys."""

    def __init__(self, state: MemoryState, clock: Clock) -> None:
        self._state = state
        self._clock = clock

    async def finish(self, cause: Cause, answers: Sequence[Outgoing] = (), *, set_aside: bool = False) -> None:
        place = (cause.bot_id, cause.chat_id, cause.lane)
        lane = self._state.lanes.get(place)
        if lane is None or lane.fence != cause.fence or lane.lease_until is None:
            raise LeaseLost(f"the {cause.lane} lane of update {cause.update_ids[0]} is in other hands")
        self._state.lanes[place] = replace(
            lane, lease_until=None, postponed_until=None, waiting_since=self._clock.now()
        )
        for update_id in cause.update_ids:
            self._deal_with(cause, update_id, set_aside=set_aside)
        for number, answer in enumerate(answers):
            self._put(cause.bot_id, answer, key=f"{cause.bot_id}:{cause.update_ids[0]}:{number}")

    async def tell(self, cause: Cause, message: Outgoing) -> None:
        self._put(cause.bot_id, message, key=f"{cause.bot_id}:{cause.update_ids[0]}:beside")

    async def announce(self, bot_id: BotId, key: str, messages: Sequence[Outgoing]) -> None:
        for place, message in enumerate(messages):
            self._put(bot_id, message, key=f"{key}:{place}")

    async def hold_back(self, cause: Cause) -> None:
        for key, kept in self._state.messages.items():
            message = kept.message
            if message is None or kept.bot_id != cause.bot_id or message.chat_id != cause.chat_id:
                continue
            if message.priority < Priority.DIALOGUE:
                continue
            if kept.state is OutboxState.PENDING:
                self._state.messages[key] = replace(kept, state=OutboxState.CANCELLED, message=None)
            elif kept.state is OutboxState.SENDING:
                self._state.messages[key] = replace(kept, is_stale=True)

    def _deal_with(self, cause: Cause, update_id: int, *, set_aside: bool) -> None:
        kept = self._state.updates.get((cause.bot_id, update_id))
        if kept is None or kept.state != "pending":
            return
        gone = replace(kept, state="aside") if set_aside else replace(kept, state="done", raw=None, chat_id=None)
        self._state.updates[cause.bot_id, update_id] = gone

    def _put(self, bot_id: BotId, message: Outgoing, *, key: str) -> None:
        if key in self._state.messages:
            return
        number = len(self._state.messages) + 1
        now = self._clock.now()
        self._state.messages[key] = KeptMessage(id=number, key=key, bot_id=bot_id, message=message, due_at=now)
        self._state.chats.setdefault((bot_id, message.chat_id), KeptChat(next_at=now))
