"""``relove-worker``: starts, keeps the schedule, and stops cleanly when told to."""

import asyncio
import signal
import sys
from contextlib import AsyncExitStack

import structlog

from apps.worker import alerts, partitions, queues, rotation
from apps.worker.container import WorkerContainer
from apps.worker.errors import guarded, unceasing
from apps.worker.profiles import opened_world
from apps.worker.settings import WorkerSettings
from apps.worker.watching import keep_watching
from relove_adapters.health import CannotListen, health_app, serving
from relove_adapters.logging import configure
from relove_adapters.settings import give_up, load

log = structlog.get_logger()

FAREWELL_S = 6.0
"""After the signal to stop; the connections take another second, and what was loaded two or three to go."""


def run() -> None:
    settings = load(WorkerSettings)
    configure(app="worker", log_format=settings.log_format, log_level=settings.log_level)
    try:
        asyncio.run(work(settings))
    except CannotListen as e:
        give_up(f"RELOVE_METRICS_LISTEN: {e}")
    except Exception:  # the edge: a traceback with messages could quote an address or a person
        log.critical("worker.crashed", exc_info=True)
        sys.exit(1)


async def work(settings: WorkerSettings) -> None:
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    async with AsyncExitStack() as stack:
        container = WorkerContainer(**await stack.enter_async_context(opened_world(settings)))
        container.check_dependencies()
        container.redactor().warm_up()
        await stack.enter_async_context(serving(health_app(readiness=container.readiness()), settings.metrics_listen))
        log.info("worker.started", listen=settings.metrics_listen)
        await keep_schedule(container, settings, stopping)
    log.info("worker.stopped")


async def keep_schedule(container: WorkerContainer, settings: WorkerSettings, stopping: asyncio.Event) -> None:
    """Until ``stopping``; then what runs may finish, but not for longer than the farewell."""
    try:
        async with asyncio.timeout(None) as limit, asyncio.TaskGroup() as group:
            beside = (
                group.create_task(guarded(partitions.JOB, container.make_partitions().at_start)()),
                group.create_task(queues.keep_measuring(guarded(queues.JOB, container.measure_queues()))),
                group.create_task(unceasing(rotation.WORK, container.refreshing())),
                group.create_task(container.models().look()),
                *_watch(group, container, settings),
            )
            group.create_task(container.alarm_clock().run(stopping))
            await stopping.wait()
            for task in beside:
                task.cancel()
            limit.reschedule(asyncio.get_running_loop().time() + FAREWELL_S)
    except TimeoutError:
        log.warning("worker.work_cut", state="it comes again at the next start")


def _watch(
    group: asyncio.TaskGroup, container: WorkerContainer, settings: WorkerSettings
) -> "tuple[asyncio.Task[None], ...]":
    """What is wrong is told to the team by the bot: without its token there is no way to."""
    if settings.bot_token is None:
        return ()
    return (
        group.create_task(alerts.keep_looking(container.look_after_alerts())),
        group.create_task(keep_watching(settings, settings.bot_token)),
    )


if __name__ == "__main__":
    run()
