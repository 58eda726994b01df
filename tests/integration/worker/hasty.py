"""A worker in a hurry: it looks each second where it would look each quarter of a minute, and soon calls it an outage.

To be called in a process of its own: what it changes stays changed.
"""

from datetime import timedelta
from functools import partial
from typing import NoReturn
from unittest.mock import patch

from pydantic import SecretStr

from apps.worker import alerts, main
from apps.worker.container import WorkerContainer
from apps.worker.database_watch import Patience
from apps.worker.errors import unceasing
from apps.worker.settings import WorkerSettings
from apps.worker.watching import WORK, opened_watch

EVERY = timedelta(seconds=1)
PATIENCE = Patience(away=timedelta(seconds=2), every=timedelta(seconds=0.2), telling=timedelta(seconds=10))


def run() -> None:
    WorkerContainer.look_after_alerts.add_kwargs(every=EVERY)
    with (
        patch.object(alerts, "keep_looking", partial(alerts.keep_looking, after=EVERY)),
        patch.object(main, "keep_watching", keep_watching),
    ):
        main.run()


async def keep_watching(settings: WorkerSettings, token: SecretStr) -> NoReturn:
    async with opened_watch(settings, token, PATIENCE) as watch:
        await unceasing(WORK, watch)
