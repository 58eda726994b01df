"""What the bot is told from outside."""

import re
from datetime import date, timedelta
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator

from relove_adapters.freshness_settings import FreshnessSettings
from relove_adapters.link_settings import LinkSettings, is_loopback
from relove_adapters.llm.settings import ModelSettings
from relove_adapters.settings import Listen
from relove_adapters.telegram.settings import TOKEN_DESCRIPTION, BotApiSettings, BotToken, HttpUrl, bot_id_of

SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}")


class BotSettings(ModelSettings, LinkSettings, BotApiSettings, FreshnessSettings):
    bot_token: BotToken = Field(description=TOKEN_DESCRIPTION)
    bot_mode: Literal["polling", "webhook"] = Field(default="polling", description="polling или webhook")
    webhook_url: HttpUrl | None = Field(default=None, description="внешний адрес вебхука, https://host/path")
    webhook_secret: SecretStr | None = Field(default=None, description="32–256 знаков A-Z a-z 0-9 _ -")
    webhook_listen: Listen = Field(default="127.0.0.1:8084", description="host:port")
    metrics_listen: Listen = Field(default="127.0.0.1:8082", description="host:port для /health и /metrics")

    contacts_checked_on: date = Field(
        default=date(2026, 11, 23), description="дата последней проверки телефонов помощи, ГГГГ-ММ-ДД"
    )

    privacy_contact: str = Field(default="", max_length=200, description="куда писать о личных данных: адрес или @имя")

    talks_at_once: int = Field(default=32, ge=1, le=1000, description="сколько чатов бот ведёт одновременно, 1–1000")
    merge_gap_ms: int = Field(
        default=1500, ge=0, le=10_000, description="сколько ждать следующего сообщения подряд, 0–10000 мс"
    )
    lease_ms: int = Field(default=10_000, ge=500, le=600_000, description="срок аренды чата, 500–600000 мс")
    messages_per_minute: int = Field(default=20, ge=1, le=100_000, description="сообщений в минуту от человека, от 1")
    voice_seconds: int = Field(
        default=300, ge=60, le=3600, description="самое длинное голосовое, которое разбирает бот, 60–3600 секунд"
    )
    profile_cache_minutes: int = Field(
        default=60, ge=0, le=60, description="сколько помнить портрет собеседника, 0–60 минут"
    )
    sends_per_second: int = Field(default=29, ge=1, le=10_000, description="сообщений в секунду на всего бота, от 1")
    chat_pause_ms: int = Field(default=1000, ge=0, le=60_000, description="пауза между сообщениями в чат, 0–60000 мс")
    sends_at_once: int = Field(default=4, ge=1, le=100, description="отправок одновременно на процесс, 1–100")
    send_timeout_s: int = Field(default=15, ge=1, le=120, description="секунд на одну отправку, 1–120")

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Self:
        if self.bot_mode == "webhook":
            if self.webhook_url is None:
                raise ValueError("RELOVE_WEBHOOK_URL нужна, когда RELOVE_BOT_MODE=webhook")
            if self.webhook_secret is None or not SECRET.fullmatch(self.webhook_secret.get_secret_value()):
                raise ValueError("RELOVE_WEBHOOK_SECRET: 32–256 знаков A-Z a-z 0-9 _ -, нужна для webhook")
        return self

    platform_url: HttpUrl | None = Field(
        default=None, description="адрес платформы на одном из хостов RELOVE_LINK_HOSTS, без него — первый из них"
    )

    @model_validator(mode="after")
    def _platform_is_allowed(self) -> Self:
        if not self.hosts.allows(self.platform):
            raise ValueError("RELOVE_PLATFORM_URL: адрес платформы должен быть на одном из хостов RELOVE_LINK_HOSTS")
        return self

    @property
    def platform(self) -> str:
        return self.platform_url or f"https://{self.link_hosts[0]}/"

    @property
    def door(self) -> str | None:
        """Where links are counted: at the panel, if people can reach it; on a machine of one's own they can."""
        if self.admin_public_url is None and is_loopback(self.bot_api_url):
            return f"http://{self.admin_listen}"
        return self.admin_public_url

    @property
    def bot_id(self) -> int:
        return bot_id_of(self.bot_token)

    @property
    def send_lease(self) -> timedelta:
        """Outlives the longest attempt, so that only a sender that is gone loses a chat."""
        return timedelta(seconds=2 * self.send_timeout_s)
