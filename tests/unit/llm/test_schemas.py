"""The shapes of answers as providers take them, and what is tolerated in an answer."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel, Field

from relove_adapters.llm.answers import value_in
from relove_adapters.llm.profile import Structured
from relove_adapters.llm.schemas import NotStrict, in_words, plain, response_format, strict, without_nulls
from relove_core.journey.analysis import StageProposal
from relove_core.journey.model import Stage
from relove_core.profiles.drafting import PortraitDraft
from relove_core.sessions.coach import CoachTurn, SessionDigest, SessionSummary

SHAPES: list[type[BaseModel]] = [CoachTurn, SessionSummary, SessionDigest, StageProposal, PortraitDraft]
#: Source: the providers' pages on structured outputs.
STRICT = {"type", "properties", "required", "additionalProperties", "items", "anyOf", "enum", "const", "description"}


class Inner(BaseModel):
    """A docstring is for programmers."""

    title: str
    names: tuple[str, ...] = ()


class Outer(BaseModel):
    inner: Inner
    others: tuple[Inner, ...] = ()
    maybe: Inner | None = None
    needed: str | None
    described: str = Field(default="", description="Имя на слух", max_length=40)


class Free(BaseModel):
    anything: dict[str, str]


class Measured(BaseModel):
    height: float


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    """All schemas in a schema."""
    if isinstance(node, dict):
        yield node
        parts = [*node.get("properties", {}).values(), *node.get("$defs", {}).values(), *node.get("anyOf", ())]
        for part in [*parts, node.get("items")]:
            yield from nodes(part)


@pytest.mark.parametrize("shape", [*SHAPES, Outer], ids=lambda shape: shape.__name__)
def test_a_strict_schema_has_nothing_that_strict_forbids(shape: type[BaseModel]) -> None:
    schema = strict(shape)

    for node in nodes(schema):
        assert node.keys() <= STRICT | {"$defs"} or node.keys() == {"$ref"}
        if node.get("type") == "object":
            assert node["required"] == list(node["properties"])
            assert node["additionalProperties"] is False


def test_a_strict_schema_keeps_closed_words_and_references() -> None:
    schema = strict(StageProposal)

    assert schema["properties"]["stage"] == {"$ref": "#/$defs/Stage"}
    assert schema["$defs"]["Stage"]["enum"] == [stage.value for stage in Stage]


def test_only_what_may_be_nothing_may_be_null() -> None:
    fields = strict(CoachTurn)["properties"]

    assert {"type": "null"} in fields["core_issue"]["anyOf"]
    assert fields["quick_replies"]["type"] == "array"
    assert fields["crisis"] == {"$ref": "#/$defs/CrisisLevel"}


def test_a_limit_that_strict_forbids_is_said_in_words() -> None:
    turn, stage = strict(CoachTurn)["properties"], strict(StageProposal)["properties"]

    assert turn["quick_replies"]["description"] == "не больше 3"
    assert turn["reply"]["description"] == "не длиннее 3000 знаков"
    assert stage["confidence"]["description"] == "от 0, до 1"
    assert strict(Outer)["properties"]["described"]["description"] == "Имя на слух; не длиннее 40 знаков"


def test_docstrings_stay_at_home_and_fields_may_be_called_like_keywords() -> None:
    schema = plain(Outer)

    assert "for programmers" not in json.dumps(schema)
    assert "title" in schema["$defs"]["Inner"]["properties"]


def test_free_keys_cannot_be_strict() -> None:
    with pytest.raises(NotStrict):
        strict(Free)


@pytest.mark.parametrize(
    ("structured", "kind"),
    [
        (Structured.STRICT, "json_schema"),
        (Structured.SCHEMA, "json_schema"),
        (Structured.OBJECT, "json_object"),
        (Structured.PROMPTED, None),
    ],
)
def test_a_shape_is_asked_for_as_the_model_takes_it(structured: Structured, kind: str | None) -> None:
    asked = response_format(CoachTurn, structured)

    assert (asked["type"] if asked else None) == kind


def test_only_strict_is_called_strict() -> None:
    sure, hopeful = response_format(CoachTurn, Structured.STRICT), response_format(CoachTurn, Structured.SCHEMA)

    assert sure is not None
    assert sure["json_schema"]["strict"] is True
    assert hopeful is not None
    assert "strict" not in hopeful["json_schema"]
    assert hopeful["json_schema"]["schema"]["properties"]["quick_replies"]["maxItems"] == 3


def test_a_shape_in_words_is_the_whole_schema_in_json() -> None:
    told = in_words(CoachTurn)

    assert "JSON" in told
    assert json.loads(told[told.index("{") :]) == plain(CoachTurn)


def test_null_for_what_may_be_left_out_is_left_out() -> None:
    answer = {"reply": "Что болит?", "quick_replies": None, "patterns": None, "core_issue": None, "crisis": None}

    turn = CoachTurn.model_validate(without_nulls(answer, CoachTurn))

    assert turn == CoachTurn(reply="Что болит?")


def test_null_is_left_out_at_any_depth_but_not_where_it_is_an_answer() -> None:
    inner = {"title": "а", "names": None}
    answer = {"inner": inner, "others": [inner, None], "maybe": inner, "needed": None, "unknown": None}

    kept = without_nulls(answer, Outer)

    bare = {"title": "а"}
    assert kept == {"inner": bare, "others": [bare, None], "maybe": bare, "needed": None, "unknown": None}


@pytest.mark.parametrize("answer", [None, 3, "текст", [], [1], {"reply": {"a": None}}, {"inner": [None]}])
def test_an_answer_of_another_shape_is_left_to_the_validation(answer: object) -> None:
    assert without_nulls(answer, Outer) == answer


@pytest.mark.parametrize(("written", "is_read"), [("0.5", True), ("NaN", False), ("Infinity", False)])
def test_a_number_is_one_that_can_be_counted_with(written: str, is_read: bool) -> None:
    value = value_in(f'{{"height": {written}}}', Measured)

    assert (value is not None) is is_read
