"""The worker, composed: what it can do beside portraits, and when it does what."""

from datetime import timedelta

from dependency_injector import providers

from apps.worker import archive, partitions, retention, sessions, stages
from apps.worker.alerts import LookAfterAlerts
from apps.worker.archive import ArchiveActivity
from apps.worker.due import Period
from apps.worker.health import WorkerReadiness
from apps.worker.partitions import MakePartitions
from apps.worker.profiles import ProfilesContainer
from apps.worker.queues import MeasureQueues
from apps.worker.retention import DeleteOld
from apps.worker.rotation import JOB, Refreshing, Rotation
from apps.worker.schedule import PERIODS, schedule
from apps.worker.sessions import CloseIdleSessions
from apps.worker.settings import WorkerSettings
from apps.worker.stages import LookAtStages, NoticeSilentSessions
from relove_adapters.postgres.archive import PostgresArchive
from relove_adapters.postgres.portraits import PostgresPortraits
from relove_adapters.postgres.retention import Ages
from relove_adapters.redis.alarm_clock import AlarmClock, Patience
from relove_adapters.telegram.settings import bot_id_of
from relove_adapters.texts.fluent import FluentTexts
from relove_core.activity.archive_old_activity import ArchiveOldActivity
from relove_core.alerts.watch_system import WatchSystem
from relove_core.ids import BotId
from relove_core.sessions.analyse_due import AnalyseDue, lease_for
from relove_core.sessions.analyse_stage import AnalyseStage
from relove_core.sessions.coaching import Coach
from relove_core.sessions.expire_sessions import ExpireSessions
from relove_core.sessions.notice_silent import NoticeSilent


def ages_of(settings: WorkerSettings) -> Ages:
    return Ages(
        tombstones=timedelta(days=settings.tombstone_days),
        model_calls=timedelta(days=settings.model_call_days),
        runs=timedelta(days=settings.run_days),
    )


def bot_of(settings: WorkerSettings) -> BotId | None:
    return None if settings.bot_token is None else BotId(bot_id_of(settings.bot_token))


class WorkerContainer(ProfilesContainer):
    settings, engine = ProfilesContainer.settings, ProfilesContainer.engine
    clock, begin = ProfilesContainer.clock, ProfilesContainer.begin

    # what the worker can do
    period = providers.Factory(Period, engine=engine)
    make_partitions = providers.Singleton(
        MakePartitions,
        engine=engine,
        period=providers.Factory(period, job=partitions.JOB, every=PERIODS[partitions.JOB]),
        ahead=settings.provided.partitions_ahead,
    )
    delete_old = providers.Singleton(
        DeleteOld,
        engine=engine,
        period=providers.Factory(period, job=retention.JOB, every=PERIODS[retention.JOB]),
        ages=providers.Callable(ages_of, settings),
    )
    archive_activity = providers.Singleton(
        ArchiveActivity,
        engine=engine,
        period=providers.Factory(period, job=archive.JOB, every=settings.provided.archive_rule.every),
        archive_old_activity=providers.Singleton(
            ArchiveOldActivity,
            archive=providers.Singleton(PostgresArchive, engine),
            clock=clock,
            rule=settings.provided.archive_rule,
        ),
    )
    close_idle_sessions = providers.Singleton(
        CloseIdleSessions,
        engine=engine,
        period=providers.Factory(period, job=sessions.JOB, every=PERIODS[sessions.JOB]),
        expire_sessions=providers.Singleton(ExpireSessions, begin=begin, clock=clock),
    )
    coach = providers.Singleton(
        Coach,
        llm=ProfilesContainer.llm,
        redactor=ProfilesContainer.redactor,
        portraits=providers.Singleton(PostgresPortraits, engine),
    )
    look_at_stages = providers.Singleton(
        LookAtStages,
        analyse_due=providers.Singleton(
            AnalyseDue,
            begin=begin,
            analyse_stage=providers.Singleton(AnalyseStage, begin=begin, coach=coach, clock=clock),
            lease=providers.Callable(lease_for, settings.provided.llm_total_s),
        ),
    )
    notice_silent_sessions = providers.Singleton(
        NoticeSilentSessions,
        engine=engine,
        period=providers.Factory(period, job=stages.SILENT, every=PERIODS[stages.SILENT]),
        notice_silent=providers.Singleton(NoticeSilent, begin=begin, clock=clock),
    )
    rotation = providers.Singleton(Rotation, keep_runs=ProfilesContainer.keep_runs)
    refreshing = providers.Singleton(
        Refreshing,
        claim_due=ProfilesContainer.claim_due,
        batches=ProfilesContainer.batches,
        rotation=rotation,
        batch=settings.provided.rotation_batch,
        pause=providers.Factory(timedelta, seconds=settings.provided.rotation_pause_s),
    )
    measure_queues = providers.Singleton(MeasureQueues, engine=engine)
    look_after_alerts = providers.Singleton(
        LookAfterAlerts,
        watch_system=providers.Singleton(
            WatchSystem,
            begin=begin,
            texts=providers.Singleton(FluentTexts),
            clock=clock,
            bot_id=providers.Callable(bot_of, settings),
            since=clock.provided.now.call(),
            rotation_every=settings.provided.freshness.period,
        ),
    )

    # when it does it
    ticks = providers.Dict(
        {
            partitions.JOB: make_partitions,
            retention.JOB: delete_old,
            archive.JOB: archive_activity,
            sessions.JOB: close_idle_sessions,
            stages.JOB: look_at_stages,
            stages.SILENT: notice_silent_sessions,
            JOB: rotation,
        }
    )
    alarm_clock = providers.Singleton(
        AlarmClock,
        settings.provided.redis_url,
        providers.Singleton(schedule, ticks),
        providers.Singleton(Patience),
    )
    readiness = providers.Singleton(
        WorkerReadiness,
        engine=engine,
        alarm_clock=alarm_clock,
        models=ProfilesContainer.models,
        reader=ProfilesContainer.reader,
    )
