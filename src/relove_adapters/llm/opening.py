"""The models of an app, opened by its settings and closed at its end."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.llm.asking import Provider
from relove_adapters.llm.cached import CachedModel
from relove_adapters.llm.instructing import SurePrompts
from relove_adapters.llm.off import Off
from relove_adapters.llm.prices import MICRO, Prices
from relove_adapters.llm.profile import Profile
from relove_adapters.llm.profiles import hearing_s, model_of, wanted_by
from relove_adapters.llm.provider import ProviderModel
from relove_adapters.llm.scripted.coach import ScriptedCoach
from relove_adapters.llm.settings import ModelSettings
from relove_adapters.llm.spending import Caps
from relove_adapters.llm.stack import Guarded, Patience, Tools, guarded, stacked
from relove_adapters.llm.steady import AskingModel, AskingTranscriber, SteadyModel
from relove_adapters.llm.timer import LoopTimer
from relove_adapters.postgres.model_answers import PostgresAnswers
from relove_adapters.postgres.model_calls import PostgresCallBook
from relove_adapters.postgres.model_pace import PostgresModelPace
from relove_adapters.postgres.model_spending import PostgresLedger
from relove_core.clock import Clock
from relove_core.llm import LLMPort, Misfit, Transcriber
from relove_core.prompts import Prompts

log = structlog.get_logger()

OFF = "off"
"""What readiness says where somebody has switched the models off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A provider with its key. ``ear`` stays None where it hears no voices."""

    check: str
    profile: Profile
    model: ProviderModel
    mind: Guarded
    ear: Guarded | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """``missing``: what readiness says of those that cannot be asked at all."""

    llm: LLMPort
    transcriber: Transcriber = field(default_factory=Off)
    providers: tuple[Open, ...] = ()
    missing: Mapping[str, str] = field(default_factory=dict)

    def checks(self) -> Mapping[str, str]:
        """For readiness, in a word each; nothing where nobody wants a model."""
        return {**self.missing, **{provider.check: provider.mind.breaker.trouble for provider in self.providers}}

    async def look(self) -> None:
        """Tell the operator at once what nobody would notice before the first answer of the scripted coach."""
        for check, code in self.missing.items():
            if code != OFF:
                log.warning("llm.misconfigured", kind=check, code=code)
        for provider in self.providers:
            trouble = await provider.model.probe()
            if trouble is not None:
                log.warning("llm.misconfigured", kind=provider.check, provider=provider.profile.provider, code=trouble)
            if trouble in tuple(Misfit):
                provider.mind.breaker.trip(Misfit(trouble))


@asynccontextmanager
async def opened_models(
    settings: ModelSettings, *, engine: AsyncEngine, prompts: Prompts, clock: Clock
) -> AsyncIterator[Models]:
    """Without a provider, or without a key, this is the scripted coach alone: nothing is paced, counted or kept."""
    wanted = list(wanted_by(settings))
    missing = {one.check: Misfit.NO_KEY.value for one in wanted if one.profile is None}
    last = ScriptedCoach()
    prompts = SurePrompts(prompts)
    tools = _tools(settings, engine, clock)
    async with AsyncExitStack() as world:
        providers = []
        for check, profile in ((one.check, one.profile) for one in wanted):
            if profile is not None:
                model = model_of(profile, prompts)
                world.push_async_callback(model.close)
                providers.append(_open(check, profile, model, tools, settings))
        if not providers:
            yield Models(llm=last, missing={"llm": OFF} if settings.llm_off else missing)
            return
        _warn_of_unknown_prices(providers, tools.prices)
        cached = CachedModel(
            _mind(providers, tools, settings),
            answers=PostgresAnswers(engine),
            prompts=prompts,
            model=providers[0].profile.model,
            timer=tools.timer,
            age=timedelta(hours=settings.llm_cache_hours),
        )
        yield Models(
            llm=SteadyModel(cached, last=last),
            transcriber=_ear(providers, tools, settings),
            providers=tuple(providers),
            missing=missing,
        )


def _tools(settings: ModelSettings, engine: AsyncEngine, clock: Clock) -> Tools:
    return Tools(
        pace=PostgresModelPace(engine, per_second=settings.llm_per_second),
        ledger=PostgresLedger(engine),
        book=PostgresCallBook(engine),
        prices=Prices(settings.llm_prices),
        caps=Caps(
            everybody=int(settings.llm_daily_budget * MICRO),
            person=int(settings.llm_person_daily_budget * MICRO),
            calls=settings.llm_calls_per_day,
        ),
        clock=clock,
        timer=LoopTimer(),
        patience=Patience(
            waits_s=settings.llm_retry_waits_s,
            failures=settings.llm_breaker_failures,
            rest_s=settings.llm_breaker_s,
        ),
    )


def _open(check: str, profile: Profile, model: ProviderModel, tools: Tools, settings: ModelSettings) -> Open:
    mind = Provider(name=profile.provider, model=profile.model, llm=model)
    ear = None
    if profile.transcription_model is not None:
        hearing = Provider(name=profile.provider, model=profile.transcription_model, transcriber=model)
        ear = guarded(hearing, tools, attempt_s=hearing_s(settings))
    return Open(
        check=check,
        profile=profile,
        model=model,
        mind=guarded(mind, tools, attempt_s=settings.llm_attempt_s),
        ear=ear,
    )


def _mind(providers: list[Open], tools: Tools, settings: ModelSettings) -> AskingModel:
    asking = stacked(
        [provider.mind for provider in providers],
        tools,
        model=providers[0].profile.model,
        leave_s=settings.llm_attempt_s,
    )
    return AskingModel(asking, timer=tools.timer, total_s=settings.llm_total_s)


def _ear(providers: list[Open], tools: Tools, settings: ModelSettings) -> Transcriber:
    ears = [(provider.ear, provider.profile.transcription_model) for provider in providers]
    hearing = [(ear, model) for ear, model in ears if ear is not None and model is not None]
    if not hearing:
        return Off()
    leave_s = hearing_s(settings) / 2
    asking = stacked([ear for ear, _ in hearing], tools, model=hearing[0][1], leave_s=leave_s)
    return AskingTranscriber(asking, timer=tools.timer, total_s=settings.llm_total_s)


def _names(providers: list[Open]) -> Iterator[str]:
    for provider in providers:
        yield provider.profile.model
        if provider.profile.transcription_model is not None:
            yield provider.profile.transcription_model


def _warn_of_unknown_prices(providers: list[Open], prices: Prices) -> None:
    """Without a price only the number of calls is capped."""
    for model in _names(providers):
        if not prices.knows(model):
            log.warning("llm.price_unknown", model=model)
