"""One change at a time: what the fakes have instead of row locks."""

import asyncio


class MemoryLock:
    """Held by a transaction from its beginning to its end, and by each act that is atomic by itself.

    Whoever asks for it twice would wait for ever, as two connections of one task may in PostgreSQL: that is refused.
    It also shows who waits for a model inside of a transaction.
    """

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._holder: asyncio.Task[object] | None = None

    async def __aenter__(self) -> None:
        if self._holder is asyncio.current_task():
            raise RuntimeError("a transaction is open already in this task")
        await self._lock.acquire()
        self._holder = asyncio.current_task()

    async def __aexit__(self, *_: object) -> None:
        self._holder = None
        self._lock.release()
