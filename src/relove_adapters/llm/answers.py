"""What a provider's answer says: the model's words, what they cost, and the value that they stand for."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

import pydantic_core
from pydantic import BaseModel, ValidationError

from relove_adapters.llm.schemas import without_nulls
from relove_adapters.llm.wire import HttpAnswer
from relove_core.llm import Completed, ModelFailed, NothingHeard, Repair, Usage

T = TypeVar("T", bound=BaseModel)

MOST_CHARS = 100_000
"""The longest content that is parsed: ten times the longest summary."""
_DONE = "stop"
_FENCE = "```"
_THOUGHTS = ("<think>", "</think>")


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Tokens(BaseModel):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class _Chat(BaseModel):
    choices: tuple[_Choice, ...] | None = None
    usage: _Tokens | None = None


class _Heard(BaseModel):
    text: str


def read_chat(answer: HttpAnswer, schema: type[T], usage: Usage) -> Completed[T]:
    """The value in an answer of chat.completions; ``usage`` without its tokens.

    Raises:
        ModelFailed: there is none in it.
    """
    if not answer.is_whole:
        raise ModelFailed("the answer is too long", repair=Repair.SHAPE)
    chat = _parsed(answer.body, _Chat)
    if chat is None:
        raise ModelFailed("the answer is no completion")
    spent = replace(usage, **_tokens(chat.usage or _Tokens()))
    choice = chat.choices[0] if chat.choices else None
    if choice is None:
        raise ModelFailed("the completion is empty", repair=Repair.SHAPE, usage=spent)
    if choice.message.refusal or choice.finish_reason == "content_filter":
        raise ModelFailed("the model refused", repair=Repair.REFUSAL, usage=spent)
    if choice.finish_reason != _DONE:
        raise ModelFailed("the completion is cut", repair=Repair.SHAPE, usage=spent)
    value = value_in(choice.message.content or "", schema)
    if value is None:
        raise ModelFailed(f"the completion is no {schema.__name__}", repair=Repair.SHAPE, usage=spent)
    return Completed(value=value, usage=spent)


def read_transcript(answer: HttpAnswer) -> str:
    """What was heard.

    Raises:
        NothingHeard: nothing was.
        ModelFailed: it is no transcript.
    """
    heard = _parsed(answer.body, _Heard) if answer.is_whole else None
    if heard is None:
        raise ModelFailed("the answer is no transcript")
    if not heard.text.strip():
        raise NothingHeard("nothing can be heard in it")
    return heard.text.strip()


def value_in(content: str, schema: type[T]) -> T | None:
    """The value that a model wrote down as JSON, bare or in a code fence; None where it is not of the schema."""
    if len(content) > MOST_CHARS:
        return None
    try:
        written = pydantic_core.from_json(_bare(content), allow_inf_nan=False)
        return schema.model_validate(without_nulls(written, schema))
    except ValueError:  # a ValidationError is one; both quote the answer, so neither is kept
        return None


def _bare(content: str) -> str:
    content = content.strip()
    opened, closed = _THOUGHTS
    if content.startswith(opened) and closed in content:
        content = content.split(closed, 1)[1].strip()
    if content.startswith(_FENCE) and content.endswith(_FENCE):
        content = content.strip("`").removeprefix("json").strip()
    return content


def _parsed(body: bytes, kind: type[T]) -> T | None:
    try:
        return kind.model_validate_json(body)
    except ValidationError:
        return None


def _tokens(told: _Tokens) -> Mapping[str, Any]:
    return {name: max(0, number) for name, number in told if number is not None}
