"""The outbox, in memory."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from relove_core.clock import Clock
from relove_core.delivery.model import Outgoing, Priority
from relove_core.delivery.outcomes import Attempt, OutboxState, Outcome, state_after
from relove_core.delivery.pacing import Pace, next_slot
from relove_core.delivery.ports import Posting
from relove_core.delivery.rests import rest_after
from relove_core.ids import BotId, ChatId
from relove_core.testing.memory_lock import MemoryLock
from relove_core.testing.memory_state import KeptBudget, KeptChat, KeptMessage, MemoryState

AFTER_TROUBLE = timedelta(seconds=2)
UNCOUNTED = (Outcome.NOT_REACHED, Outcome.TOO_FAST, Outcome.UNAUTHORISED)
TROUBLE = (Outcome.NOT_REACHED, Outcome.UNAUTHORISED)
FINAL = (OutboxState.SENT, OutboxState.BLOCKED, OutboxState.FAILED, OutboxState.CANCELLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryOutbox:
    """Outbox in dicts, paced by the real arithmetic."""

    state: MemoryState
    lock: MemoryLock
    clock: Clock
    lease: timedelta
    pace: Pace

    async def claim(self, bot_id: BotId) -> Posting | None:
        async with self.lock:
            due = min(self._due(bot_id), key=lambda d: (d[1].priority, d[0].id), default=None)
            if due is None:
                return None
            kept, message = due
            slot_at = self._take_slot(bot_id)
            chat = self.state.chats[bot_id, message.chat_id]
            held = replace(chat, lease_until=slot_at + self.lease, slot_at=slot_at, fence=chat.fence + 1)
            self.state.chats[bot_id, message.chat_id] = held
            taken = replace(kept, state=OutboxState.SENDING, attempts=kept.attempts + 1)
            self.state.messages[kept.key] = taken
            return Posting(
                id=kept.id,
                fence=held.fence,
                message=message,
                attempts=taken.attempts,
                unknowns=kept.unknowns,
                as_plain_text=kept.as_plain_text,
                was_cut=kept.state is OutboxState.SENDING,
                is_stale=kept.is_stale,
                wait=slot_at - self.clock.now(),
            )

    async def move(self, bot_id: BotId, posting: Posting) -> timedelta:
        async with self.lock:
            slot_at = self._take_slot(bot_id)
            place = (bot_id, posting.message.chat_id)
            chat = self.state.chats.get(place)
            if chat is not None and chat.fence == posting.fence and chat.lease_until is not None:
                self.state.chats[place] = replace(chat, lease_until=slot_at + self.lease, slot_at=slot_at)
            return slot_at - self.clock.now()

    async def settle(self, bot_id: BotId, posting: Posting, attempt: Attempt) -> None:
        async with self.lock:
            place = (bot_id, posting.message.chat_id)
            chat = self.state.chats.get(place)
            if chat is None or chat.fence != posting.fence or chat.lease_until is None:
                return
            now = self.clock.now()
            rest = AFTER_TROUBLE if attempt.outcome in TROUBLE else self.pace.per_chat
            self.state.chats[place] = replace(chat, lease_until=None, next_at=now + rest)
            self._pause(bot_id, attempt.retry_after)
            self._write_down(posting, attempt)
            if attempt.outcome is Outcome.SENT:
                self._wake(bot_id, posting.message.chat_id)

    def _due(self, bot_id: BotId) -> Iterator[tuple[KeptMessage, Outgoing]]:
        now = self.clock.now()
        budget = self.state.budgets.get(bot_id)
        if budget is not None and budget.paused_until is not None and budget.paused_until > now:
            return
        for kept in self.state.messages.values():
            if kept.message is None or kept.bot_id != bot_id:
                continue
            is_open = kept.state in (OutboxState.PENDING, OutboxState.SENDING) and kept.due_at <= now
            if is_open and self._is_free(kept.message, bot_id) and not self._waits(kept, kept.message):
                yield kept, kept.message

    def _is_free(self, message: Outgoing, bot_id: BotId) -> bool:
        chat = self.state.chats.get((bot_id, message.chat_id), KeptChat(next_at=self.clock.now()))
        return all(m is None or m <= self.clock.now() for m in (chat.lease_until, chat.next_at))

    def _waits(self, kept: KeptMessage, message: Outgoing) -> bool:
        """Behind a message of the dialogue that rests."""
        place = (message.priority, kept.id)
        return any(
            (resting.priority, other.id) < place
            for other, resting in self._resting(kept.bot_id, message.chat_id)
            if message.priority >= resting.priority == Priority.DIALOGUE
        )

    def _resting(self, bot_id: BotId, chat_id: ChatId) -> Iterator[tuple[KeptMessage, Outgoing]]:
        now = self.clock.now()
        for kept in self.state.messages.values():
            if kept.message is None or (kept.bot_id, kept.message.chat_id) != (bot_id, chat_id):
                continue
            if kept.state is OutboxState.PENDING and kept.due_at > now:
                yield kept, kept.message

    def _wake(self, bot_id: BotId, chat_id: ChatId) -> None:
        now = self.clock.now()
        for kept, _ in tuple(self._resting(bot_id, chat_id)):
            self.state.messages[kept.key] = replace(kept, due_at=now, unknowns=kept.unknowns - 1)

    def _take_slot(self, bot_id: BotId) -> datetime:
        now, gap = self.clock.now(), self.pace.gap
        budget = self.state.budgets.get(bot_id, KeptBudget(slot_at=now - gap))
        slot_at = max(next_slot(budget.slot_at, now, gap=gap), budget.paused_until or now)
        self.state.budgets[bot_id] = replace(budget, slot_at=slot_at)
        return slot_at

    def _pause(self, bot_id: BotId, retry_after: timedelta) -> None:
        if retry_after > timedelta(0):
            budget = self.state.budgets[bot_id]
            until = max(self.clock.now() + retry_after, budget.paused_until or self.clock.now())
            self.state.budgets[bot_id] = replace(budget, paused_until=until)

    def _write_down(self, posting: Posting, attempt: Attempt) -> None:
        kept = next(m for m in self.state.messages.values() if m.id == posting.id)
        message = posting.message
        is_unknown = attempt.outcome is Outcome.UNKNOWN
        unknowns = posting.unknowns + is_unknown
        state = state_after(
            attempt.outcome, priority=message.priority, unknowns=unknowns, as_plain_text=posting.as_plain_text
        )
        if kept.is_stale and state is OutboxState.PENDING:
            state = OutboxState.CANCELLED
        self.state.messages[kept.key] = replace(
            kept,
            state=state,
            due_at=self.clock.now() + (rest_after(unknowns) if is_unknown else timedelta(0)),
            attempts=kept.attempts - (attempt.outcome in UNCOUNTED),
            unknowns=unknowns,
            as_plain_text=kept.as_plain_text or attempt.outcome is Outcome.MARKUP_REFUSED,
            telegram_message_id=attempt.message_id,
            message=None if state in FINAL else kept.message,
        )
        user = self.state.users.get(message.user_id) if message.user_id is not None else None
        if user is not None and state is OutboxState.BLOCKED:
            self.state.users[user.id] = replace(user, is_active=False)
