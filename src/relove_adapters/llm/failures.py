"""Why an answer over HTTP is none, and when to ask again."""

import math
import re
from collections.abc import Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime

from pydantic import BaseModel, Field, ValidationError

from relove_adapters.llm.misfits import Told, is_page, misconfigured, misfit_in, told_in
from relove_adapters.llm.profile import Profile
from relove_adapters.llm.wire import HttpAnswer
from relove_core.errors import Unavailable
from relove_core.llm import Misfit, ModelFailed, Repair

LONGEST_WAIT = timedelta(hours=1)
"""A provider that names more than that is asked again after it all the same."""

#: What is to be mended in the question, by the provider's code for what was wrong with the answer.
_REPAIRS = {
    "content_filter": Repair.REFUSAL,
    "content_policy_violation": Repair.REFUSAL,
    "json_validate_failed": Repair.SHAPE,
}
_FLAGGED = re.compile(r"moderat|(?:input|prompt|content|message|request|text)[^.]{0,60}flagged|flagged as potentially")
_OF_WHOM = re.compile(r"account|organi[sz]ation|api[ _-]?key")
"""Where one of these is flagged, it is not for what was said."""
_FLAGGING = (400, 403, 422, 451)
_NOT_TAKEN = (400, 413, 422)


class QuestionRefused(ModelFailed):
    """The provider does not take this question: too long, or not to its mind; asked again, it would not either."""

    code = "llm.question_refused"


class _Status(BaseModel):
    code: int = Field(ge=300, le=599)


class _Failed(BaseModel):
    error: _Status


def refusal_of(answer: HttpAnswer, profile: Profile, *, is_voice: bool) -> Unavailable | None:
    """Why this is no answer; None for one that is to be read."""
    status = _status_of(answer)
    if status < 300:
        return misconfigured(Misfit.NOT_AN_API, profile, status=status) if is_page(answer) else None
    told = told_in(answer.body)
    repair = _repair_of(status, told)
    misfit = None if repair else misfit_in(status, told, is_page=is_page(answer))
    if misfit:
        return misconfigured(misfit, profile, status=status, is_voice=is_voice)
    if repair is None and status in _NOT_TAKEN:
        return QuestionRefused(f"the provider answered {status}")
    return ModelFailed(f"the provider answered {status}", repair=repair, retry_after=retry_after(answer.headers))


def _repair_of(status: int, told: Told) -> Repair | None:
    """Some providers look at what a person said before the model does, and answer as to a wrong key."""
    if status in _FLAGGING and _FLAGGED.search(told.message) and not _OF_WHOM.search(told.message):
        return Repair.REFUSAL
    return _REPAIRS.get(told.code)


def retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """Told in seconds, or as a date: then counted by the provider's own clock."""
    said = headers.get("retry-after", "").strip()
    try:
        seconds = float(said)
    except ValueError:
        seconds = _until(said, headers.get("date", ""))
    if not math.isfinite(seconds):
        return None
    return timedelta(seconds=min(max(seconds, 0), LONGEST_WAIT.total_seconds()))


def _until(date: str, now: str) -> float:
    try:
        return (parsedate_to_datetime(date) - parsedate_to_datetime(now)).total_seconds()
    except (TypeError, ValueError):
        return math.nan


def _status_of(answer: HttpAnswer) -> int:
    """Some providers answer 200 and put the failure with its status into the body."""
    if answer.status >= 300:
        return answer.status
    try:
        return _Failed.model_validate_json(answer.body).error.code
    except ValidationError:
        return answer.status
