"""What is started, with which settings: the apps see nothing but the environment, here as in production."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sandbox.addresses import Listen, next_free, require_free
from sandbox.child import Program
from sandbox.datadir import DataDir
from sandbox.settings import PREFIX, LocalSettings

ROOT = Path(__file__).resolve().parents[1]
FIRST_METRICS = Listen("127.0.0.1", 8082)
#: The first person of the chat page, an admin where nobody was named.
FIRST_PERSON = "1001"


def _module(name: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", name, *arguments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Commands:
    """How each program is started; a test puts small ones in their place."""

    migrate: tuple[str, ...] = _module("alembic", "-c", str(ROOT / "alembic.ini"), "upgrade", "head")
    chat: tuple[str, ...] = _module("sandbox.bot_api")
    bot: tuple[str, ...] = _module("apps.bot.main")
    worker: tuple[str, ...] = _module("apps.worker.main")
    panel: tuple[str, ...] = _module("apps.admin.main")


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    panel: Listen
    chat: Listen | None
    bot_metrics: Listen
    worker_metrics: Listen

    @classmethod
    async def reserved(cls, settings: LocalSettings) -> "Addresses":
        """Those asked for, which must be free; the metrics, which nobody reads by heart, move aside."""
        panel = await require_free(settings.admin_listen, "RELOVE_ADMIN_LISTEN")
        chat = None
        if settings.bot_token is None:
            chat = await require_free(settings.chat_listen, "RELOVE_CHAT_LISTEN")
        taken = [panel, settings.chat_listen]
        for given, variable in (
            (settings.bot_metrics_listen, "RELOVE_BOT_METRICS_LISTEN"),
            (settings.worker_metrics_listen, "RELOVE_WORKER_METRICS_LISTEN"),
        ):
            taken.append(await require_free(given, variable) if given else next_free(FIRST_METRICS, taken))
        return cls(panel=panel, chat=chat, bot_metrics=taken[-2], worker_metrics=taken[-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    settings: LocalSettings
    data: DataDir
    addresses: Addresses
    commands: Commands
    database_url: str
    redis_url: str

    def chat(self) -> Program | None:
        """The local Bot API, where the bot has no token for the real one."""
        listen = self.addresses.chat
        if listen is None:
            return None
        options = {
            "--listen": str(listen),
            "--data-dir": str(self.data.folder("bot_api")),
            "--token": self.data.bot_token(),
            "--admin-ids": self._admin_ids(),
        }
        return Program(
            name="чат",
            command=(*self.commands.chat, *(word for option in options.items() for word in option)),
            environment=self._environment({}),
            ready_url=f"{listen.url}/",
            patience=timedelta(seconds=2),
        )

    def apps(self) -> list[Program]:
        bot, worker, panel = self.addresses.bot_metrics, self.addresses.worker_metrics, self.addresses.panel
        return [
            self._app("панель", self.commands.panel, panel, {}),
            self._app("задачи", self.commands.worker, worker, {"METRICS_LISTEN": str(worker)}),
            self._app("бот", self.commands.bot, bot, {"METRICS_LISTEN": str(bot)}),
        ]

    def migration_environment(self) -> Mapping[str, str]:
        return self._environment({})

    def settings_of_apps(self) -> Mapping[str, str]:
        """What the apps are told, for whoever wants to work beside them."""
        return {name: value for name, value in self._environment({}).items() if name.startswith(PREFIX)}

    def _app(self, name: str, command: tuple[str, ...], listen: Listen, own: Mapping[str, str]) -> Program:
        ready_url = f"{listen.url}/health/ready"
        return Program(name=name, command=command, environment=self._environment(own), ready_url=ready_url)

    def _environment(self, own: Mapping[str, str]) -> dict[str, str]:
        settings = self.settings
        secret_key = settings.secret_key.get_secret_value() if settings.secret_key else self.data.secret("secret_key")
        known = {
            "DATA_DIR": str(self.data.path),
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "SECRET_KEY": secret_key,
            "ADMIN_LISTEN": str(self.addresses.panel),
            "LOG_FORMAT": settings.log_format,
        }
        if self.addresses.chat is not None:
            local = {"BOT_TOKEN": self.data.bot_token(), "BOT_API_URL": self.addresses.chat.url, "BOT_MODE": "polling"}
            known |= local | {"ADMIN_IDS": self._admin_ids()}
        named = {f"{PREFIX}{name}": value for name, value in (known | dict(own)).items()}
        return os.environ | {"PYTHONUNBUFFERED": "1"} | named

    def _admin_ids(self) -> str:
        return self.settings.admin_ids or FIRST_PERSON
