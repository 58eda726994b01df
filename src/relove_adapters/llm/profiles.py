"""From the settings to the models that are to be asked, the first one first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from relove_adapters.llm.asking import TIMES_AS_LONG
from relove_adapters.llm.profile import Profile, Structured
from relove_adapters.llm.provider import ProviderModel
from relove_adapters.llm.settings import ModelSettings
from relove_adapters.proxy import proxy_to
from relove_core.prompts import Prompts

_MODELS = {"openai": "gpt-4.1-mini", "groq": "openai/gpt-oss-120b"}
_EARS = {"openai": "gpt-4o-mini-transcribe", "groq": "whisper-large-v3-turbo"}
_MARGIN = timedelta(seconds=1)
"""The SDK's own limit comes after ours: so ours is the one that is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """``check``: its name in readiness; without a ``profile`` there is no key for it."""

    check: str
    profile: Profile | None


def wanted_by(settings: ModelSettings) -> Iterator[Wanted]:
    if settings.llm_provider != "scripted" and not settings.llm_off:
        yield Wanted(check="llm", profile=_profile(settings, settings.llm_provider, "llm_"))
        if settings.llm_fallback_provider:
            profile = _profile(settings, settings.llm_fallback_provider, "llm_fallback_")
            yield Wanted(check="llm_fallback", profile=profile)


def model_of(profile: Profile, prompts: Prompts) -> ProviderModel:
    """The SDKs take a second and memory: whoever wants no model does without them."""
    if profile.provider == "groq":
        from relove_adapters.llm.groq import GroqModel  # noqa: PLC0415 - see above

        return GroqModel(profile, prompts)
    from relove_adapters.llm.openai import OpenAIModel  # noqa: PLC0415 - see above

    return OpenAIModel(profile, prompts)


def hearing_s(settings: ModelSettings) -> float:
    """Five minutes of voice take longer than a remark; a second provider must have its turn."""
    return max(settings.llm_attempt_s, settings.llm_total_s / 2)


def _profile(settings: ModelSettings, provider: str, prefix: str) -> Profile | None:
    key, url = getattr(settings, f"{prefix}api_key"), getattr(settings, f"{prefix}base_url")
    if key is None:
        return None
    own_ear = settings.transcription_model if prefix == "llm_" else None
    return Profile(
        provider=provider,
        model=getattr(settings, f"{prefix}model") or _MODELS[provider],
        api_key=key,
        structured=getattr(settings, f"{prefix}structured") or (Structured.SCHEMA if url else Structured.STRICT),
        transcription_model=own_ear or (None if url else _EARS[provider]),
        base_url=url,
        proxy=settings.http_proxy if proxy_to(url or "", settings.http_proxy) else None,
        timeout=timedelta(seconds=settings.llm_attempt_s) + _MARGIN,
        longest=timedelta(seconds=TIMES_AS_LONG * settings.llm_attempt_s) + _MARGIN,
        transcription_timeout=timedelta(seconds=hearing_s(settings)) + _MARGIN,
        settings=f"RELOVE_{prefix.upper()}",
    )
