"""The bot's parts: the world above, the abilities below. Names of abilities are the handlers' parameters."""

from datetime import timedelta
from operator import attrgetter

from aiogram import Bot
from aiohttp import ClientSession
from dependency_injector import containers, providers
from sqlalchemy.ext.asyncio import AsyncEngine

from apps.bot.settings import BotSettings
from relove_adapters.cities import BabelCities
from relove_adapters.clock import SystemClock
from relove_adapters.llm.off import Off
from relove_adapters.llm.opening import Models
from relove_adapters.portrait_cache import PortraitCache
from relove_adapters.postgres.analytics import PostgresFigures, PostgresFunnel
from relove_adapters.postgres.contacts import PostgresContacts
from relove_adapters.postgres.dossiers import PostgresDossiers
from relove_adapters.postgres.foresight import PostgresForesight
from relove_adapters.postgres.inbox import InboxTiming, PostgresInbox
from relove_adapters.postgres.outbox import OutboxTiming, PostgresOutbox
from relove_adapters.postgres.portraits import PostgresPortraits
from relove_adapters.postgres.privacy import PostgresErasures
from relove_adapters.postgres.transactions import PostgresTransactions
from relove_adapters.redaction.pipeline import RussianRedactor
from relove_adapters.telegram.files import TelegramRecordings
from relove_adapters.telegram.polling import Polling
from relove_adapters.telegram.sender import TelegramSender
from relove_adapters.texts.fluent import FluentTexts
from relove_core.access.mute_alert import MuteAlert
from relove_core.access.show_alerts import ShowAlerts
from relove_core.access.unmute_alert import UnmuteAlert
from relove_core.alerts.repeat import RepeatAlerts
from relove_core.analytics.show_funnel import FunnelWords
from relove_core.analytics.show_stats import ShowStats
from relove_core.delivery.ignore import Ignore
from relove_core.delivery.pacing import Pace
from relove_core.delivery.reply import Reply
from relove_core.delivery.set_aside import SetAside
from relove_core.journey.place import Place
from relove_core.journey.show_journey import ShowJourney
from relove_core.llm import Transcriber
from relove_core.privacy.ask_to_forget import AskToForget
from relove_core.privacy.export_data import ExportData
from relove_core.privacy.forget import Forget
from relove_core.privacy.show_privacy import ShowPrivacy
from relove_core.profiles.desk import Desk
from relove_core.profiles.order_refresh import OrderRefresh
from relove_core.profiles.restore_version import RestoreVersion
from relove_core.profiles.show_comparison import ShowComparison
from relove_core.profiles.show_profile import ShowProfile
from relove_core.profiles.show_run import RunWords
from relove_core.profiles.show_versions import ShowVersions
from relove_core.profiles.version_words import VersionWords
from relove_core.readiness.analyse_readiness import AnalyseReadiness
from relove_core.readiness.reading import ReadinessReading
from relove_core.readiness.suggest_stream import SuggestStream
from relove_core.safety.acknowledge import Acknowledge
from relove_core.safety.answers import SafetyAnswers
from relove_core.safety.contacts import Contacts
from relove_core.safety.release import Release
from relove_core.sessions.alarm import Alarm
from relove_core.sessions.analyse_due import AnalyseDue, lease_for
from relove_core.sessions.analyse_stage import AnalyseStage
from relove_core.sessions.answering import Answering, Conversing
from relove_core.sessions.choose_quick_reply import ChooseQuickReply
from relove_core.sessions.close_session import CloseSession
from relove_core.sessions.closing import Summing
from relove_core.sessions.coaching import Coach
from relove_core.sessions.continue_session import ContinueSession
from relove_core.sessions.deciding import Deciding
from relove_core.sessions.diagnosing import Diagnosing
from relove_core.sessions.diagnostician import Diagnostician
from relove_core.sessions.ending import Ending
from relove_core.sessions.guide import Guide
from relove_core.sessions.guiding import Guiding
from relove_core.sessions.hear_crisis import HearCrisis
from relove_core.sessions.hear_voice import HearVoice
from relove_core.sessions.model import SessionKind
from relove_core.sessions.open_session import Opening, OpenSession
from relove_core.sessions.pause import Pause
from relove_core.sessions.replying import Replying
from relove_core.sessions.restart_session import RestartSession
from relove_core.sessions.resume import Resume
from relove_core.sessions.revise_remark import ReviseRemark
from relove_core.sessions.summarise import SummariseSession
from relove_core.sessions.support import DenyCrisis, Support, WishToReturn
from relove_core.sessions.take_spoken import TakeSpoken
from relove_core.streams.note_interest import NoteInterest
from relove_core.streams.offer import Offer
from relove_core.streams.show_platform import ShowPlatform
from relove_core.streams.show_streams import ShowStreams
from relove_core.streams.ways import Ways
from relove_core.users.answer_consent import AnswerConsent
from relove_core.users.change_setting import ChangeSetting
from relove_core.users.choose_gender import ChooseGender
from relove_core.users.choose_time_zone import ChooseTimeZone
from relove_core.users.mark_blocked import MarkBlocked
from relove_core.users.onboarding import Acquaint
from relove_core.users.pace import KeepPace
from relove_core.users.settings_page import SettingsPage
from relove_core.users.show_settings import ShowSettings
from relove_core.users.welcome import Welcome


def inbox_timing(settings: BotSettings) -> InboxTiming:
    return InboxTiming(
        lease=timedelta(milliseconds=settings.lease_ms), gap=timedelta(milliseconds=settings.merge_gap_ms)
    )


def pace_of(settings: BotSettings) -> Pace:
    return Pace(per_second=settings.sends_per_second, per_chat=timedelta(milliseconds=settings.chat_pause_ms))


def outbox_timing(settings: BotSettings) -> OutboxTiming:
    return OutboxTiming(lease=settings.send_lease, pace=pace_of(settings))


def help_lines(settings: BotSettings) -> Contacts:
    return Contacts(checked_on=settings.contacts_checked_on)


def longest_voice(settings: BotSettings) -> timedelta:
    return timedelta(seconds=settings.voice_seconds)


def portraits_age(settings: BotSettings) -> timedelta:
    return timedelta(minutes=settings.profile_cache_minutes)


def is_there(transcriber: Transcriber) -> bool:
    return not isinstance(transcriber, Off)


def run_by(models: Models) -> str:
    """Who runs the language models; nobody where they are off."""
    return ", ".join(dict.fromkeys(one.profile.provider for one in models.providers))


VOICE_WITHIN = timedelta(seconds=20)
"""One attempt to fetch a recording: 20 MiB at 1 MiB a second."""


def ways_of(settings: BotSettings) -> Ways:
    return Ways(hosts=settings.hosts, platform_url=settings.platform, door=settings.door)


class BotContainer(containers.DeclarativeContainer):
    settings = providers.Dependency(instance_of=BotSettings)

    # the outside world, opened and closed by main
    engine = providers.Dependency(instance_of=AsyncEngine)
    bot = providers.Dependency(instance_of=Bot)
    http = providers.Dependency(instance_of=ClientSession)
    models = providers.Dependency(instance_of=Models)

    clock = providers.Singleton(SystemClock)
    texts = providers.Singleton(FluentTexts)
    cities = providers.Singleton(BabelCities)
    llm = providers.Callable(attrgetter("llm"), models)
    transcriber = providers.Callable(attrgetter("transcriber"), models)
    hears_voice = providers.Callable(is_there, transcriber)
    recordings = providers.Singleton(TelegramRecordings, bot=bot, within=VOICE_WITHIN)
    redactor = providers.Singleton(RussianRedactor)
    transactions = providers.Singleton(PostgresTransactions, engine)
    begin = transactions.provided.begin
    inbox = providers.Singleton(PostgresInbox, engine, providers.Callable(inbox_timing, settings))
    outbox = providers.Singleton(PostgresOutbox, engine, providers.Callable(outbox_timing, settings))
    contacts = providers.Singleton(
        PostgresContacts, engine=engine, owners=settings.provided.admin_ids, freshness=settings.provided.freshness
    )
    polling = providers.Singleton(Polling, bot=bot, http=http)
    dossiers = providers.Singleton(PostgresDossiers, engine)
    erasures = providers.Singleton(PostgresErasures, engine)
    telegram = providers.Singleton(TelegramSender, bot, timeout_s=settings.provided.send_timeout_s, dossiers=dossiers)

    # what the bot can do
    ignore = providers.Singleton(Ignore, begin=begin)
    reply = providers.Singleton(Reply, begin=begin, texts=texts)
    set_aside = providers.Singleton(SetAside, begin=begin, texts=texts)
    keep_pace = providers.Singleton(KeepPace, begin=begin, texts=texts, limit=settings.provided.messages_per_minute)
    welcome = providers.Singleton(Welcome, begin=begin, texts=texts)
    choose_gender = providers.Singleton(ChooseGender, begin=begin, texts=texts)
    answer_consent = providers.Singleton(AnswerConsent, begin=begin, texts=texts, clock=clock)
    acquaint = providers.Singleton(Acquaint, begin=begin, texts=texts)
    choose_time_zone = providers.Singleton(ChooseTimeZone, begin=begin, texts=texts, cities=cities)
    settings_page = providers.Singleton(SettingsPage, texts=texts, cities=cities, hears_voice=hears_voice)
    show_settings = providers.Singleton(ShowSettings, begin=begin, page=settings_page)
    change_setting = providers.Singleton(
        ChangeSetting, begin=begin, page=settings_page, texts=texts, cities=cities, clock=clock
    )
    help_lines = providers.Callable(help_lines, settings)
    answers = providers.Singleton(SafetyAnswers, texts=texts, contacts=help_lines)
    alarm = providers.Singleton(Alarm, texts=texts, answers=answers)
    hear_crisis = providers.Singleton(HearCrisis, begin=begin, alarm=alarm, clock=clock)
    show_privacy = providers.Singleton(
        ShowPrivacy,
        begin=begin,
        texts=texts,
        provider=providers.Callable(run_by, models),
        office=settings.provided.privacy_contact,
    )
    export_data = providers.Singleton(ExportData, begin=begin, texts=texts)
    ask_to_forget = providers.Singleton(AskToForget, begin=begin, texts=texts, help_lines=help_lines, clock=clock)
    forget = providers.Singleton(Forget, begin=begin, texts=texts, help_lines=help_lines, clock=clock)
    support = providers.Singleton(Support, begin=begin, texts=texts, answers=answers, clock=clock)
    deny_crisis = providers.Singleton(DenyCrisis, begin=begin, texts=texts, answers=answers, clock=clock)
    wish_to_return = providers.Singleton(WishToReturn, begin=begin, texts=texts, answers=answers, clock=clock)
    acknowledge = providers.Singleton(Acknowledge, begin=begin, texts=texts, clock=clock)
    release = providers.Singleton(Release, begin=begin, texts=texts, clock=clock)
    repeat_alerts = providers.Singleton(RepeatAlerts, begin=begin, texts=texts, clock=clock)
    show_alerts = providers.Singleton(ShowAlerts, begin=begin, texts=texts, clock=clock)
    mute_alert = providers.Singleton(MuteAlert, begin=begin, texts=texts, clock=clock)
    unmute_alert = providers.Singleton(UnmuteAlert, begin=begin, texts=texts)
    figures = providers.Singleton(PostgresFigures, engine)
    funnel_reader = providers.Singleton(PostgresFunnel, engine)
    funnel = providers.Singleton(FunnelWords, reader=funnel_reader, texts=texts)
    show_stats = providers.Singleton(
        ShowStats, begin=begin, reader=figures, funnel=funnel, texts=texts, help_lines=help_lines, clock=clock
    )
    mark_blocked = providers.Singleton(MarkBlocked, begin=begin)
    portraits = providers.Singleton(
        PortraitCache, providers.Singleton(PostgresPortraits, engine), age=providers.Callable(portraits_age, settings)
    )
    coach = providers.Singleton(Coach, llm=llm, redactor=redactor, portraits=portraits)
    analyse_stage = providers.Singleton(AnalyseStage, begin=begin, coach=coach, clock=clock)
    analyse_due = providers.Singleton(
        AnalyseDue,
        begin=begin,
        analyse_stage=analyse_stage,
        lease=providers.Callable(lease_for, settings.provided.llm_total_s),
    )
    show_journey = providers.Singleton(ShowJourney, begin=begin, texts=texts, clock=clock)
    show_profile = providers.Singleton(ShowProfile, begin=begin, texts=texts)
    place = providers.Singleton(Place, begin=begin, texts=texts, clock=clock)
    desk = providers.Singleton(Desk, begin=begin, texts=texts)
    version_words = providers.Singleton(VersionWords, texts=texts)
    foresight = providers.Singleton(PostgresForesight, engine)
    order_refresh = providers.Singleton(
        OrderRefresh,
        desk=desk,
        foresight=foresight,
        runs=providers.Singleton(RunWords, texts=texts),
        texts=texts,
        freshness=settings.provided.freshness,
        clock=clock,
    )
    show_versions = providers.Singleton(ShowVersions, desk=desk, words=version_words, texts=texts)
    show_comparison = providers.Singleton(ShowComparison, desk=desk, words=version_words, texts=texts)
    restore_version = providers.Singleton(RestoreVersion, desk=desk, texts=texts, clock=clock)
    ways = providers.Singleton(ways_of, settings)
    show_streams = providers.Singleton(ShowStreams, begin=begin, texts=texts, ways=ways, clock=clock)
    show_platform = providers.Singleton(ShowPlatform, begin=begin, texts=texts, ways=ways)
    note_interest = providers.Singleton(NoteInterest, begin=begin, texts=texts)
    summing = providers.Singleton(Summing, coach=coach)
    diagnostician = providers.Singleton(Diagnostician, coach=coach)
    offer = providers.Singleton(Offer, texts=texts, ways=ways)
    readiness_reading = providers.Singleton(ReadinessReading, coach=coach, clock=clock)
    suggests = providers.Singleton(SuggestStream, begin=begin, reading=readiness_reading)
    analyse_readiness = providers.Singleton(
        AnalyseReadiness, begin=begin, reading=readiness_reading, texts=texts, ways=ways, clock=clock
    )
    ending = providers.Singleton(
        Ending,
        begin=begin,
        summing=summing,
        diagnostician=diagnostician,
        suggests=suggests,
        offer=offer,
        texts=texts,
        clock=clock,
    )
    replying = providers.Singleton(Replying, begin=begin, alarm=alarm, texts=texts, clock=clock)
    conversing = providers.Singleton(Conversing, coach=coach, replying=replying)
    diagnosing = providers.Singleton(
        Diagnosing, begin=begin, diagnostician=diagnostician, ending=ending, replying=replying, clock=clock
    )
    guide = providers.Singleton(Guide, coach=coach)
    deciding = providers.Singleton(Deciding, begin=begin, replying=replying, texts=texts, clock=clock)
    guiding = providers.Singleton(Guiding, guide=guide, deciding=deciding, replying=replying, texts=texts, clock=clock)
    answering = providers.Singleton(
        Answering,
        ways=providers.Dict(
            {
                SessionKind.PROVOCATIVE: conversing,
                SessionKind.DIAGNOSTIC: diagnosing,
                SessionKind.JOURNEY: guiding,
            }
        ),
    )
    opening = providers.Singleton(Opening, coach=coach, texts=texts, clock=clock)
    open_session = providers.Singleton(OpenSession, begin=begin, opening=opening, replying=replying, texts=texts)
    continue_session = providers.Singleton(
        ContinueSession,
        begin=begin,
        answering=answering,
        choose_time_zone=choose_time_zone,
        texts=texts,
        clock=clock,
    )
    choose_quick_reply = providers.Singleton(
        ChooseQuickReply, begin=begin, answering=answering, hear_crisis=hear_crisis, texts=texts, clock=clock
    )
    close_session = providers.Singleton(CloseSession, begin=begin, ending=ending, texts=texts, clock=clock)
    restart_session = providers.Singleton(
        RestartSession,
        begin=begin,
        ending=ending,
        opening=opening,
        open_session=open_session,
        texts=texts,
        clock=clock,
    )
    summarise_session = providers.Singleton(SummariseSession, begin=begin, summing=summing, texts=texts)
    revise_remark = providers.Singleton(ReviseRemark, begin=begin, texts=texts)
    pause = providers.Singleton(Pause, begin=begin, texts=texts, clock=clock)
    resume = providers.Singleton(Resume, begin=begin, answering=answering, texts=texts, clock=clock)
    take_spoken = providers.Singleton(
        TakeSpoken,
        begin=begin,
        pause=pause,
        hear_crisis=hear_crisis,
        support=support,
        continue_session=continue_session,
        texts=texts,
        clock=clock,
    )
    hear_voice = providers.Singleton(
        HearVoice,
        begin=begin,
        recordings=recordings,
        transcriber=transcriber,
        take=take_spoken,
        support=support,
        texts=texts,
        hears_voice=hears_voice,
        longest=providers.Callable(longest_voice, settings),
    )


#: The abilities that handlers take by name.
ABILITIES = (
    *("ignore", "reply", "welcome", "choose_gender", "mark_blocked"),
    *("hear_crisis", "support", "deny_crisis", "wish_to_return", "acknowledge", "release", "show_stats"),
    *("show_alerts", "mute_alert", "unmute_alert"),
    *("answer_consent", "acquaint", "choose_time_zone", "show_settings", "change_setting"),
    *("hear_voice", "hears_voice"),
    *("show_privacy", "export_data", "ask_to_forget", "forget", "portraits"),
    *("open_session", "continue_session", "choose_quick_reply", "close_session", "restart_session"),
    *("show_journey", "show_profile", "place"),
    *("order_refresh", "show_versions", "show_comparison", "restore_version"),
    *("show_streams", "show_platform", "note_interest", "analyse_readiness"),
    *("summarise_session", "revise_remark", "pause", "resume"),
)
