"""Which setting is wrong, by what a provider says to it."""

import re
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, ValidationError

from relove_adapters.llm.profile import Profile
from relove_adapters.llm.wire import HttpAnswer
from relove_core.llm import Misfit, ModelMisconfigured

_NO_SUCH_MODEL = re.compile(
    r"model[^.]{0,120}(?:not exist|not found|not supported|unknown|decommissioned|no longer)"
    r"|(?:unknown|invalid|no such|not a valid|unsupported) model"
)
_CODES_OF_MODEL = frozenset({"model_not_found", "model_decommissioned", "model_not_available", "invalid_model"})
_CODE_OF_MONEY = "insufficient_quota"
_SHAPELESS = re.compile(r"response_format|json_schema|json_object|structured output")
_KEY = re.compile(r"api[ _-]?key")

WORDS = {
    Misfit.WRONG_KEY: "{0}API_KEY: the provider does not take this key, or not from here: then set RELOVE_HTTP_PROXY",
    Misfit.NO_MONEY: "{0}API_KEY: no money is left on the account of this key",
    Misfit.UNKNOWN_MODEL: "{1}: the provider has no model of this name for this key",
    Misfit.UNSHAPED: "{0}STRUCTURED: the model cannot be held to a shape in this way",
    Misfit.NOT_AN_API: "{0}BASE_URL: no server that speaks OpenAI's protocol is there",
}


class _Error(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)

    message: str | None = None
    code: str | None = None
    type: str | None = None


class _Body(BaseModel):
    error: _Error


@dataclass(frozen=True, slots=True)
class Told:
    """What a provider says about its refusal, in small letters: never quoted, for it may quote the prompt."""

    code: str
    message: str


def told_in(body: bytes) -> Told:
    """Only the beginning of the message: what it quotes comes at its end, and is nothing to go by."""
    try:
        error = _Body.model_validate_json(body).error
    except ValidationError:
        return Told("", body[:300].decode(errors="replace").casefold())
    return Told((error.code or error.type or "").casefold(), (error.message or "")[:300].casefold())


def is_page(answer: HttpAnswer) -> bool:
    """Whether it is a page for people: something else than an API lives at this address."""
    return "html" in answer.headers.get("content-type", "") or answer.body.lstrip()[:1] == b"<"


def misfit_in(status: int, told: Told, *, is_page: bool) -> Misfit | None:
    """By the status, and where that is said in many ways, by the provider's words for it."""
    if status in (401, 403):
        return Misfit.WRONG_KEY
    if status == 402 or told.code == _CODE_OF_MONEY:
        return Misfit.NO_MONEY
    if status < 400 or status == 405 or (status < 500 and status != 429 and is_page):
        return Misfit.NOT_AN_API
    if status not in (400, 404, 422):
        return None
    if told.code in _CODES_OF_MODEL or _NO_SUCH_MODEL.search(told.message):
        return Misfit.UNKNOWN_MODEL
    if status == 404:
        return Misfit.NOT_AN_API
    if _KEY.search(told.message):
        return Misfit.WRONG_KEY
    return Misfit.UNSHAPED if _SHAPELESS.search(told.message) else None


def misconfigured(misfit: Misfit, profile: Profile, *, status: int, is_voice: bool = False) -> ModelMisconfigured:
    """Names the setting; never what it is set to."""
    model = "RELOVE_TRANSCRIPTION_MODEL" if is_voice else f"{profile.settings}MODEL"
    return ModelMisconfigured(f"{WORDS[misfit].format(profile.settings, model)} (HTTP {status})", misfit=misfit)
