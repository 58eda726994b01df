"""The bot's process: opens the world, runs intake, lanes and sender, and stops cleanly."""

import asyncio
import os
import secrets
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

import structlog
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import ClientSession, web

from apps.bot.analyses import Analyses
from apps.bot.commands import menu_labels
from apps.bot.container import BotContainer, pace_of
from apps.bot.courtesy import Courtesy
from apps.bot.errors import introduced, prepared
from apps.bot.help_lines import HelpLinesWatch
from apps.bot.insist import insist
from apps.bot.intake import Intake
from apps.bot.lanes import Lanes
from apps.bot.menu import register_menu, register_menus_of_team, register_team_menu
from apps.bot.polling import LEASE_S, Poller
from apps.bot.privacy import erase, swept
from apps.bot.pump import Pump, Wake, beside
from apps.bot.routing import build_dispatcher
from apps.bot.sender import Placed, Sender
from apps.bot.settings import BotSettings
from apps.bot.webhook import tell_webhook, webhook_app
from relove_adapters import logging
from relove_adapters.clock import SystemClock
from relove_adapters.health import FINE, CannotListen, database_checks, health_app, serving
from relove_adapters.llm.opening import opened_models
from relove_adapters.portrait_cache import SWEPT_EVERY
from relove_adapters.postgres.leases import PostgresLease
from relove_adapters.postgres.opening import opened_engine
from relove_adapters.prompts.files import FilePrompts
from relove_adapters.proxy import proxy_to
from relove_adapters.settings import give_up, load
from relove_adapters.telegram.session import TelegramSession
from relove_adapters.telegram.updates import UpdateReader
from relove_core.delivery.model import Claim, Lane
from relove_core.ids import BotId, UserId
from relove_core.privacy.ports import Erasure
from relove_core.sessions.ports import DueAnalysis

log = structlog.get_logger()

STOP_WITHIN_S = 8.0
"""What is not finished by then is given up: its lease ends, and it is done again."""


class BotProcess:
    """One replica: everything that runs, wired once."""

    def __init__(self, container: BotContainer, settings: BotSettings, *, username: str) -> None:
        self._container = container
        self._settings = settings
        self._bot_id = BotId(settings.bot_id)
        self._wakes = {lane: Wake() for lane in Lane}
        self._outbox_wake = Wake()
        self._courtesy = Courtesy(container.bot())
        self._help_lines = HelpLinesWatch(container.help_lines(), container.clock())
        self._dispatcher = build_dispatcher(container, username=username, admin_came=self._admin_came)
        reader = UpdateReader(bot_id=self._bot_id, menu=frozenset(menu_labels(container.texts())))
        self._intake = Intake(inbox=container.inbox(), reader=reader, courtesy=self._courtesy, wakes=self._wakes)
        self._sender = Sender(
            outbox=container.outbox(), telegram=container.telegram(), bot_id=self._bot_id, pace=pace_of(settings)
        )
        lease = PostgresLease(
            container.engine(),
            name=f"polling:{self._bot_id}",
            holder=f"{os.getpid()}-{secrets.token_hex(8)}",
            span=timedelta(seconds=LEASE_S),
        )
        self._poller = Poller(polling=container.polling(), lease=lease, intake=self._intake)

    async def run(self, stop: asyncio.Event) -> None:
        async with asyncio.TaskGroup() as group:
            for lane in Lane:
                group.create_task(self._lane_pump(lane).run(stop))
            group.create_task(self._send_pump().run(stop))
            group.create_task(self._alert_pump().run(stop))
            group.create_task(self._analysis_pump().run(stop))
            group.create_task(self._erasure_pump().run(stop))
            group.create_task(self._portrait_pump().run(stop))
            group.create_task(self._courtesy.run(stop))
            bot, texts = self._container.bot(), self._container.texts()
            group.create_task(insist("menu", partial(register_menu, bot, texts), stop))
            begin = self._container.begin()
            group.create_task(insist("team_menu", partial(register_menus_of_team, bot, texts, begin), stop))
            group.create_task(insist("webhook", partial(tell_webhook, bot, self._settings), stop))
            if self._settings.bot_mode == "polling":
                group.create_task(self._poller.run(stop))

    def webhook(self) -> web.Application | None:
        """What answers Telegram's calls, where it calls us."""
        url, secret = self._settings.webhook_url, self._settings.webhook_secret
        if self._settings.bot_mode == "polling" or url is None or secret is None:
            return None
        return webhook_app(intake=self._intake, secret=secret.get_secret_value(), path=urlsplit(url).path or "/")

    async def readiness(self) -> Mapping[str, str]:
        checks = await database_checks(self._container.engine())
        checks["telegram"] = FINE if self._sender.is_welcome else "unauthorised"
        if self._settings.bot_mode == "polling":
            checks["polling"] = self._poller.trouble or FINE
        return {**checks, **self._container.models().checks()}

    def _admin_came(self, admin: UserId) -> None:
        """Telegram takes a menu for one chat only once that chat is there."""
        bot, texts = self._container.bot(), self._container.texts()
        self._courtesy.show(partial(register_team_menu, bot, texts, admin))

    def _lane_pump(self, lane: Lane) -> Pump[Claim]:
        container = self._container
        lanes = Lanes(
            inbox=container.inbox(),
            dispatcher=self._dispatcher,
            bot=container.bot(),
            ignore=container.ignore(),
            set_aside=container.set_aside(),
            clock=container.clock(),
            lease=timedelta(milliseconds=self._settings.lease_ms),
            outbox_wake=self._outbox_wake,
            courtesy=self._courtesy,
        )
        return Pump(
            name=f"lane.{lane.value}",
            claim=lambda: container.inbox().claim(self._bot_id, lane),
            work=lanes.work,
            at_once=self._settings.talks_at_once,
            wake=self._wakes[lane],
        )

    def _alert_pump(self) -> Pump[int]:
        """In the bot and not in the worker: an alert must be told again while Redis is down, too."""
        repeat = self._container.repeat_alerts()

        async def due() -> int | None:
            self._help_lines.look()
            return await repeat() or None

        async def told(_: int) -> None:
            self._outbox_wake.ring()

        return Pump(name="alerts", claim=due, work=told, at_once=1, idle_s=5)

    def _analysis_pump(self) -> Pump[DueAnalysis]:
        """In the bot: a stage that has moved is to be heard in the next answers, whether or not there is a worker."""
        analyses = Analyses(analyse_due=self._container.analyse_due())
        return Pump(name="analyses", claim=analyses.claim, work=analyses.work, at_once=2, idle_s=1)

    def _erasure_pump(self) -> Pump[Erasure]:
        """In the bot: who is to be forgotten does not wait for a worker."""
        erasures = self._container.erasures()
        return Pump(name="erasures", claim=erasures.take, work=partial(erase, erasures), at_once=1, idle_s=1)

    def _portrait_pump(self) -> Pump[int]:
        """Whom another replica has forgotten is forgotten here as well, a minute later at most."""
        portraits, every = self._container.portraits(), SWEPT_EVERY.total_seconds()
        return Pump(name="portraits", claim=portraits.sweep, work=swept, at_once=1, idle_s=every)

    def _send_pump(self) -> Pump[Placed]:
        sender, at_once = self._sender, self._settings.sends_at_once
        return Pump(name="sender", claim=sender.claim, work=sender.work, at_once=at_once, wake=self._outbox_wake)


@asynccontextmanager
async def opened(settings: BotSettings) -> AsyncIterator[BotContainer]:
    """The world outside, opened and closed in order."""
    async with AsyncExitStack() as world:
        engine = await world.enter_async_context(opened_engine(settings.database_url, pool_size=settings.database_pool))
        server = TelegramAPIServer.from_base(settings.bot_api_url)
        proxy = proxy_to(settings.bot_api_url, settings.http_proxy)
        session = TelegramSession(api=server, proxy=proxy)
        world.push_async_callback(session.close)
        bot = Bot(settings.bot_token.get_secret_value(), session=session)
        http = await world.enter_async_context(ClientSession(proxy=proxy))
        models = opened_models(settings, engine=engine, prompts=FilePrompts.packaged(), clock=SystemClock())
        container = BotContainer(
            settings=settings, engine=engine, bot=bot, http=http, models=await world.enter_async_context(models)
        )
        container.check_dependencies()
        # The dictionary is read at the first text: now, and not while somebody waits for «печатает…».
        container.redactor().warm_up()
        yield container


async def serve(settings: BotSettings) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with opened(settings) as container, AsyncExitStack() as world:
        await prepared(container.engine(), BotId(settings.bot_id), settings.admin_ids)
        me = await introduced(container.bot())
        process = BotProcess(container, settings, username=me.username or "")
        await _listen(process, settings, world)
        log.info("bot.started", bot_id=me.id, mode=settings.bot_mode, listen=settings.metrics_listen)
        async with beside(container.models().look()):
            await _until_stopped(process, stop)
    log.info("bot.stopped", bot_id=settings.bot_id)


async def _listen(process: BotProcess, settings: BotSettings, world: AsyncExitStack) -> None:
    doors = {
        "RELOVE_METRICS_LISTEN": (health_app(readiness=process.readiness), settings.metrics_listen),
        "RELOVE_WEBHOOK_LISTEN": (process.webhook(), settings.webhook_listen),
    }
    for variable, (app, listen) in doors.items():
        try:
            if app is not None:
                await world.enter_async_context(serving(app, listen))
        except CannotListen as e:
            give_up(f"{variable}: {e}")


async def _until_stopped(process: BotProcess, stop: asyncio.Event) -> None:
    """Run; once asked to stop, wait for what has been begun, but not for ever."""
    try:
        async with asyncio.timeout(None) as patience, asyncio.TaskGroup() as group:
            running = group.create_task(process.run(stop))
            await asyncio.wait({running, group.create_task(stop.wait())}, return_when=asyncio.FIRST_COMPLETED)
            stop.set()
            patience.reschedule(asyncio.get_running_loop().time() + STOP_WITHIN_S)
    except TimeoutError:
        log.warning("bot.stop_was_cut")


def run() -> None:
    settings = load(BotSettings)
    logging.configure(app="bot", log_format=settings.log_format, log_level=settings.log_level)
    asyncio.run(serve(settings))


if __name__ == "__main__":
    run()
