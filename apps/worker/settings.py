"""What the worker needs to know."""

from pydantic import Field

from relove_adapters.settings import AppSettings, Listen, RedisUrl


class WorkerSettings(AppSettings):
    redis_url: RedisUrl = Field(description="Redis: redis://host:6379/0")
    metrics_listen: Listen = Field(default="127.0.0.1:8083", description="host:port для /health и /metrics")
    partitions_ahead: int = Field(default=3, ge=1, le=24, description="на сколько месяцев вперёд, от 1 до 24")
    tombstone_days: int = Field(
        default=7, ge=2, le=365, description="сколько дней хранить ключи обработанных обновлений, от 2 до 365"
    )
