"""Tell Telegram something until it has taken it, or until the process stops."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog
from aiogram.exceptions import AiogramError
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_exponential

from relove_core.transactions import StorageUnavailable

log = structlog.get_logger()


async def insist(what: str, act: Callable[[], Awaitable[object]], stop: asyncio.Event) -> None:
    async def rest(seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await stop.wait()

    def say_so(state: RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        log.warning("telegram.not_told", kind=what, attempts=state.attempt_number, exc_info=error)

    retrying = AsyncRetrying(
        retry=retry_if_exception_type((AiogramError, StorageUnavailable)),
        wait=wait_exponential(multiplier=1, max=300),
        stop=lambda _: stop.is_set(),
        sleep=rest,
        before_sleep=say_so,
        retry_error_callback=lambda _: None,
    )
    await retrying(act)
