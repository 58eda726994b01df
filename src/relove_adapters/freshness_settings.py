"""When portraits grow old: the same for the worker that makes them, and for the bot that asks for them."""

from datetime import timedelta

from pydantic import Field

from relove_adapters.settings import AppSettings
from relove_core.profiles.freshness import Freshness


class FreshnessSettings(AppSettings):
    profile_age_days: int = Field(
        default=7, ge=1, le=365, description="через сколько дней портрет устаревает, от 1 до 365"
    )
    profile_window_days: int = Field(
        default=30, ge=1, le=3650, description="чьи портреты обновлять: были здесь за столько дней, от 1 до 3650"
    )
    rotation_hours: float = Field(
        default=24, ge=0.01, le=720, description="часов от начала одной ротации до начала другой, от 0.01 до 720"
    )

    @property
    def freshness(self) -> Freshness:
        return Freshness(
            age=timedelta(days=self.profile_age_days),
            window=timedelta(days=self.profile_window_days),
            period=timedelta(hours=self.rotation_hours),
        )
