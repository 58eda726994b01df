"""The log of calls: what a model was asked, when, and what became of it."""

import time
from collections import deque
from dataclasses import asdict, dataclass, field
from typing import Any

KEPT = 20_000


@dataclass(slots=True, kw_only=True)
class Call:
    """One call. ``body`` is what came, whole; ``sent`` what the model said, where it said something."""

    number: int
    received: float
    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    schema: str | None = None
    fault: str | None = None
    sent: str | None = None
    took_s: float | None = None
    """None while it is under way."""


@dataclass(slots=True)
class Log:
    calls: "deque[Call]" = field(default_factory=lambda: deque(maxlen=KEPT))
    last: int = 0

    def open(self, path: str, headers: dict[str, str], body: dict[str, Any]) -> Call:
        self.last += 1
        call = Call(number=self.last, received=time.time(), path=path, headers=headers, body=body)
        self.calls.append(call)
        return call

    def read(self, *, after: int, path: str | None) -> list[dict[str, Any]]:
        return [asdict(call) for call in self.calls if call.number > after and path in (None, call.path)]
