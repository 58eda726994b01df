"""What the worker needs to know."""

from datetime import timedelta

from pydantic import Field

from relove_adapters.freshness_settings import FreshnessSettings
from relove_adapters.settings import Listen, RedisUrl
from relove_adapters.telegram.reader_settings import ReaderSettings
from relove_adapters.telegram.settings import TOKEN_DESCRIPTION, BotApiSettings, BotToken
from relove_core.activity.archive import ArchiveRule
from relove_core.profiles.portraying import MOST_ASKED

READING = timedelta(seconds=90)
"""The longest that one person's page is read, bio, posts and photo together."""
MARGIN = timedelta(seconds=30)


class ProfileSettings(ReaderSettings, BotApiSettings, FreshnessSettings):
    """What portraits are made with, by the worker and by hand."""

    bot_token: BotToken | None = Field(
        default=None,
        description=f"{TOKEN_DESCRIPTION}; без него не читаются профили в Telegram и команда не узнаёт о сбоях",
    )
    rotation_batch: int = Field(default=10, ge=1, le=100, description="сколько портретов обновлять сразу, от 1 до 100")
    rotation_pause_s: float = Field(
        default=5, ge=0, le=600, description="секунд паузы между пачками портретов, от 0 до 600"
    )

    @property
    def refresh_limit(self) -> timedelta:
        """For one refresh: a page is read, a model asked, and once more where it is not believed."""
        return READING + MOST_ASKED * timedelta(seconds=self.llm_total_s)

    @property
    def refresh_lease(self) -> timedelta:
        """Outlives a refresh, so that only who is gone loses a person; who was killed is followed after it."""
        return self.refresh_limit + MARGIN


class WorkerSettings(ProfileSettings):
    redis_url: RedisUrl = Field(description="Redis: redis://host:6379/0")
    metrics_listen: Listen = Field(default="127.0.0.1:8083", description="host:port для /health и /metrics")
    partitions_ahead: int = Field(default=3, ge=3, le=24, description="на сколько месяцев вперёд, от 3 до 24")
    tombstone_days: int = Field(
        default=7, ge=2, le=365, description="сколько дней хранить ключи обработанных обновлений, от 2 до 365"
    )
    model_call_days: int = Field(
        default=90, ge=2, le=3650, description="сколько дней хранить учёт вопросов моделям, от 2 до 3650"
    )
    archive_days: int = Field(
        default=90, ge=1, le=3650, description="сколько дней журнал активности остаётся под рукой, от 1 до 3650"
    )
    archive_rows: int = Field(
        default=1000,
        ge=0,
        le=1_000_000,
        description="сколько записей журнала человек может иметь без переноса старых в архив, от 0 до 1000000",
    )
    archive_period_days: float = Field(
        default=7, ge=0.0001, le=28, description="дней от одного переноса в архив до другого, от 0.0001 до 28"
    )
    run_days: int = Field(
        default=400, ge=30, le=3650, description="сколько дней хранить итоги фоновых задач и ротаций, от 30 до 3650"
    )

    @property
    def archive_rule(self) -> ArchiveRule:
        return ArchiveRule(
            age=timedelta(days=self.archive_days),
            rows=self.archive_rows,
            every=timedelta(days=self.archive_period_days),
        )
