"""What the open chat pages are told: small notes, in order, to everybody who listens."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

#: A page that does not read is dropped at this many notes; it comes back and reads the whole state.
PATIENCE = 1000


class Events:
    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[dict[str, Any] | None]] = set()

    @contextmanager
    def listen(self) -> Iterator[asyncio.Queue[dict[str, Any] | None]]:
        """A queue of notes; ``None`` in it means: no more, come again."""
        queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)

    def tell(self, kind: str, **facts: Any) -> None:
        for queue in tuple(self._listeners):
            if queue.qsize() >= PATIENCE:
                self._listeners.discard(queue)
                queue.put_nowait(None)
            else:
                queue.put_nowait({"kind": kind, **facts})

    def close(self) -> None:
        for queue in self._listeners:
            queue.put_nowait(None)
