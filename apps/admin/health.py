"""Health and metrics of the panel, on its own address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import SkipValidation
from sqlalchemy.ext.asyncio import AsyncEngine

from apps.admin.guards import OPEN_TO_ALL
from relove_adapters import metrics
from relove_adapters.health import FINE, database_checks, ready_status


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminReadiness:
    engine: AsyncEngine

    async def __call__(self) -> Mapping[str, str]:
        return await database_checks(self.engine)


class HealthController(Controller):
    opt = {OPEN_TO_ALL: True}  # noqa: RUF012 - Litestar's own way to say it

    @get("/health/live", summary="The process runs")
    async def live(self) -> dict[str, str]:
        return {"status": FINE}

    @get("/health/ready", summary="The panel can do its work")
    async def ready(self, readiness: NamedDependency[SkipValidation[AdminReadiness]]) -> Response[dict[str, str]]:
        checks = await readiness()
        return Response(dict(checks), status_code=ready_status(checks))

    @get("/metrics", summary="Metrics for Prometheus")
    async def exposition(self) -> Response[Any]:
        return Response(metrics.exposition(), media_type=metrics.CONTENT_TYPE)
