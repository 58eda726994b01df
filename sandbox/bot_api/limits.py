"""Telegram's flood limits: thirty messages a second to all, one a second to one chat."""

import math
from collections import deque

#: Telegram Bots FAQ, "My bot is hitting limits".
MESSAGES_A_SECOND = 30


class Limits:
    """Counts accepted messages only; a refused one costs nothing.

    One chat is a bucket of ``chat_burst`` messages that refills at one a second, because
    Telegram tolerates short bursts. The limit of 20 a minute for groups is left out: the bot is silent there.
    """

    def __init__(self, *, is_on: bool = True, chat_burst: int = 3) -> None:
        self.is_on = is_on
        self._chat_burst = chat_burst
        self._last_second: deque[float] = deque()
        self._chats: dict[int, tuple[float, float]] = {}

    def wait_for(self, chat_id: int, now: float) -> int:
        """Whole seconds to wait before a message to this chat is accepted; 0 means now."""
        if not self.is_on:
            return 0
        while self._last_second and now - self._last_second[0] >= 1:
            self._last_second.popleft()
        if len(self._last_second) >= MESSAGES_A_SECOND:
            return 1
        tokens = self._tokens(chat_id, now)
        return 0 if tokens >= 1 else math.ceil(1 - tokens)

    def count(self, chat_id: int, now: float) -> None:
        if not self.is_on:
            return
        self._last_second.append(now)
        self._chats[chat_id] = (self._tokens(chat_id, now) - 1, now)
        if len(self._chats) > 10_000:
            self._forget_the_quiet(now)

    def _tokens(self, chat_id: int, now: float) -> float:
        tokens, at = self._chats.get(chat_id, (float(self._chat_burst), now))
        return min(float(self._chat_burst), tokens + now - at)

    def _forget_the_quiet(self, now: float) -> None:
        for chat_id in [chat for chat in self._chats if self._tokens(chat, now) >= self._chat_burst]:
            del self._chats[chat_id]
