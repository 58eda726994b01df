"""The worker's container is whole, and refuses to be built without its world."""

import pytest
from dependency_injector.errors import Error

from apps.worker.container import WorkerContainer
from apps.worker.settings import WorkerSettings
from relove_adapters.llm.opening import Models
from relove_adapters.llm.scripted.coach import ScriptedCoach
from relove_adapters.postgres.engine import make_engine
from relove_adapters.telegram.composed_reader import ComposedReader


def settings() -> WorkerSettings:
    return WorkerSettings(database_url="postgresql://127.0.0.1/relove", redis_url="redis://127.0.0.1/0")


def test_everything_can_be_built() -> None:
    container = WorkerContainer(
        settings=settings(),
        engine=make_engine("postgresql://127.0.0.1/relove"),
        models=Models(llm=ScriptedCoach()),
        reader=ComposedReader(readers=()),
    )

    container.check_dependencies()
    built = [provider() for name, provider in container.providers.items() if name != "period"]

    assert container.make_partitions().ahead == 3
    assert container.delete_old().ages.tombstones.days == 7
    assert len(built) == len(container.providers) - 1
    assert container.readiness().alarm_clock is container.alarm_clock()


def test_a_world_that_is_missing_is_named() -> None:
    with pytest.raises(Error, match="engine"):
        WorkerContainer(settings=settings()).check_dependencies()
