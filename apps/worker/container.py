"""The worker, composed: the world it is given, what it can do, and when it does it."""

from datetime import timedelta

from dependency_injector import containers, providers
from sqlalchemy.ext.asyncio import AsyncEngine

from apps.worker import partitions, sessions, tombstones
from apps.worker.due import Period
from apps.worker.health import WorkerReadiness
from apps.worker.partitions import MakePartitions
from apps.worker.queues import MeasureQueues
from apps.worker.schedule import PERIODS, schedule
from apps.worker.sessions import CloseIdleSessions
from apps.worker.settings import WorkerSettings
from apps.worker.tombstones import DeleteTombstones
from relove_adapters.clock import SystemClock
from relove_adapters.postgres.transactions import PostgresTransactions
from relove_adapters.redis.alarm_clock import AlarmClock, Patience
from relove_core.sessions.expire_sessions import ExpireSessions


class WorkerContainer(containers.DeclarativeContainer):
    # the outside world
    settings = providers.Dependency(instance_of=WorkerSettings)
    engine = providers.Dependency(instance_of=AsyncEngine)
    clock = providers.Singleton(SystemClock)

    # what the worker can do
    period = providers.Factory(Period, engine=engine, clock=clock)
    make_partitions = providers.Singleton(
        MakePartitions,
        engine=engine,
        period=providers.Factory(period, job=partitions.JOB, every=PERIODS[partitions.JOB]),
        ahead=settings.provided.partitions_ahead,
    )
    delete_tombstones = providers.Singleton(
        DeleteTombstones,
        engine=engine,
        period=providers.Factory(period, job=tombstones.JOB, every=PERIODS[tombstones.JOB]),
        older_than=providers.Factory(timedelta, days=settings.provided.tombstone_days),
    )
    transactions = providers.Singleton(PostgresTransactions, engine)
    close_idle_sessions = providers.Singleton(
        CloseIdleSessions,
        engine=engine,
        period=providers.Factory(period, job=sessions.JOB, every=PERIODS[sessions.JOB]),
        expire_sessions=providers.Singleton(ExpireSessions, begin=transactions.provided.begin, clock=clock),
    )
    measure_queues = providers.Singleton(MeasureQueues, engine=engine)

    # when it does it
    alarm_clock = providers.Singleton(
        AlarmClock,
        settings.provided.redis_url,
        providers.Singleton(
            schedule,
            make_partitions=make_partitions,
            delete_tombstones=delete_tombstones,
            close_idle_sessions=close_idle_sessions,
        ),
        providers.Singleton(Patience),
    )
    readiness = providers.Singleton(WorkerReadiness, engine=engine, alarm_clock=alarm_clock)
