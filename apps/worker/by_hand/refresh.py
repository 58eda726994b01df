"""``relove-profiles refresh``: from the order to the figures and the exit code."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rich.console import Console

from apps.worker.by_hand.container import ByHandContainer
from apps.worker.by_hand.orders import Refresh
from apps.worker.by_hand.progress import showing
from apps.worker.by_hand.refreshing import Joined, RefreshByHand, is_over
from apps.worker.by_hand.words import beginning, failures, figures, foreseen_in_words, say
from apps.worker.profiles import opened_world
from apps.worker.settings import ProfileSettings
from relove_adapters.settings import give_up
from relove_core.profiles.foresight import Whom
from relove_core.profiles.guards import PersonUnknown
from relove_core.profiles.rotation import RotationRun

DONE, SOME_FAILED, INTERRUPTED = 0, 1, 130
FAREWELL_S = 6.0
CUT_OFF = (
    "Прервано, не дождавшись базы данных. Что было в работе, освободится само; "
    "остальные портреты доделают воркеры или эта же команда ещё раз."
)
NO_MODEL = {
    "off": "RELOVE_LLM_OFF: модели выключены, обновлять портреты нечем.",
    "no_key": "RELOVE_LLM_API_KEY не задана: модель не ответит, обновлять портреты нечем.",
}


async def foresee(container: ByHandContainer, order: Refresh, console: Console) -> int:
    """Raises PersonUnknown."""
    foreseen = await container.foresight().foresee(order.whom, container.freshness())
    if not isinstance(order.whom, Whom) and not foreseen.people:
        raise PersonUnknown(f"there is no person {order.whom}")
    say(console, foreseen_in_words(foreseen))
    return DONE


async def refresh(order: Refresh, settings: ProfileSettings, console: Console) -> int:
    """Raises PersonUnknown, AlreadyAsked, StorageUnavailable."""
    async with opened_world(settings) as world:
        missing = next(iter(world["models"].missing.values()), None)
        if missing is not None:
            give_up(NO_MODEL.get(missing, f"Модели настроены неверно: {missing}."))
        by_hand = ByHandContainer(**world).refresh_by_hand()
        try:
            async with told_to_stop() as stopping:
                return await _together(by_hand, order, order.batch or settings.rotation_batch, stopping, console)
        except TimeoutError:
            say(console, CUT_OFF)
            return INTERRUPTED


async def _together(
    by_hand: RefreshByHand, order: Refresh, batch: int, stopping: asyncio.Event, console: Console
) -> int:
    joined = await by_hand.join(order.whom)
    say(console, beginning(joined.run, is_ours=joined.is_ours))
    with showing(console, await by_hand.expected(joined, order.whom)) as tell:
        worked = await by_hand.work(joined.run, batch=batch, stopping=stopping, tell=tell)
    if worked.reasons:
        say(console, failures(worked.reasons))
    if not is_over(worked.run):
        return await interrupted(by_hand, joined, worked.run, console)
    say(console, figures(worked.run))
    return SOME_FAILED if worked.run.failed > joined.run.failed else DONE


async def interrupted(by_hand: RefreshByHand, joined: Joined, run: RotationRun, console: Console) -> int:
    if joined.is_ours:
        say(console, f"Остановлено. {figures(await by_hand.stop(run))}\nОстальные портреты остались как были.")
    else:
        say(console, f"Прервано. {figures(run)}\nПроход продолжают воркеры; без них — эта же команда ещё раз.")
    return INTERRUPTED


@asynccontextmanager
async def told_to_stop() -> AsyncIterator[asyncio.Event]:
    """Set by Ctrl-C and by SIGTERM; whoever sees it finishes what must not be cut off.

    Raises TimeoutError where that takes longer than the farewell, or somebody insists: a database may hang.
    """
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    numbers = (signal.SIGINT, signal.SIGTERM)
    async with asyncio.timeout(None) as limit:

        def stop() -> None:
            limit.reschedule(loop.time() + (0.0 if stopping.is_set() else FAREWELL_S))
            stopping.set()

        for number in numbers:
            loop.add_signal_handler(number, stop)
        try:
            yield stopping
        finally:
            for number in numbers:
                loop.remove_signal_handler(number)
