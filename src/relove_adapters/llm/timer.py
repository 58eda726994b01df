"""Time as the wrappers feel it: how much has passed, and waiting; a test lets it pass at once."""

import asyncio
from typing import Protocol


class Timer(Protocol):
    def now(self) -> float:
        """Seconds from some beginning; never back."""
        ...

    async def sleep(self, seconds: float) -> None: ...


class LoopTimer:
    def now(self) -> float:
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
