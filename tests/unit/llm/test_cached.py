"""The same question of an analysis about the same person gets the same answer, for a day."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import BaseModel

from relove_adapters.llm.cached import CachedModel, key_of
from relove_core.ids import UserId
from relove_core.llm import ModelFailed, Prompt, Purpose, Speaker, Utterance
from relove_core.redaction import RedactedText
from relove_core.sessions.coach import SessionDigest, SessionSummary
from relove_core.testing.builders import BORIS
from relove_core.testing.plain_prompts import PlainPrompts
from relove_core.testing.scripted_model import ScriptedModel
from relove_core.transactions import StorageUnavailable
from tests.unit.llm.around import MODEL, prompt_for

FOUND = SessionSummary(insights=("Она устала угождать.",))
OTHER = SessionSummary(insights=("Ей страшно.",))
ASKED = prompt_for(Purpose.SESSION_SUMMARY)


class Shelf:
    """Answers, in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[UserId, str], str] = {}
        self.is_down = False

    async def get(self, person: UserId, key: str, *, age: timedelta) -> str | None:
        return self.kept.get((person, key))

    async def put(self, person: UserId, key: str, answer: str, *, age: timedelta) -> None:
        if self.is_down:
            raise StorageUnavailable("down")
        self.kept[person, key] = answer


def cached(*script: BaseModel | ModelFailed, shelf: Shelf | None = None) -> tuple[CachedModel, ScriptedModel]:
    model = ScriptedModel(*script)
    return CachedModel(model, answers=shelf or Shelf(), prompts=PlainPrompts(), model=MODEL), model


@pytest.mark.parametrize("purpose", [p for p in Purpose if p.is_analysis])
async def test_the_same_question_is_answered_from_the_shelf(purpose: Purpose) -> None:
    llm, model = cached(FOUND, OTHER)

    answers = [(await llm.complete(prompt_for(purpose), SessionSummary)).value for _ in range(2)]

    assert answers == [FOUND, FOUND]
    assert len(model.asked) == 1


async def test_an_answer_from_the_shelf_costs_nothing() -> None:
    llm, _ = cached(FOUND)
    await llm.complete(ASKED, SessionSummary)

    usage = (await llm.complete(ASKED, SessionSummary)).usage

    assert (usage.provider, usage.prompt_tokens, usage.prompt_version) == ("cache", 0, "test")


async def test_a_dialogue_is_never_answered_from_the_shelf() -> None:
    llm, model = cached(FOUND, OTHER)

    for _ in range(2):
        await llm.complete(prompt_for(Purpose.COACH_TURN), SessionSummary)

    assert len(model.asked) == 2


SAID = (Utterance(speaker=Speaker.PERSON, text=RedactedText("Устала.")),)
DIFFERENT: list[Prompt] = [
    replace(ASKED, person=BORIS),
    replace(ASKED, purpose=Purpose.STAGE_ANALYSIS),
    replace(ASKED, facts={**ASKED.facts, "gender": "male"}),
    replace(ASKED, notes={"digest": (RedactedText("Работа."),)}),
    replace(ASKED, dialogue=SAID),
    replace(ASKED, dialogue=(replace(SAID[0], speaker=Speaker.COACH),)),
]


def test_whatever_is_different_makes_another_key() -> None:
    keys = {key_of(prompt, SessionSummary, model=MODEL, version="1") for prompt in (ASKED, *DIFFERENT)}
    keys |= {
        key_of(ASKED, SessionDigest, model=MODEL, version="1"),
        key_of(ASKED, SessionSummary, model="another", version="1"),
        key_of(ASKED, SessionSummary, model=MODEL, version="2"),
    }

    assert len(keys) == len(DIFFERENT) + 4


async def test_a_failure_is_not_kept() -> None:
    llm, _ = cached(ModelFailed("500"), FOUND)
    with pytest.raises(ModelFailed):
        await llm.complete(ASKED, SessionSummary)

    assert (await llm.complete(ASKED, SessionSummary)).value == FOUND


async def test_what_no_longer_fits_the_shape_is_asked_for_again() -> None:
    shelf = Shelf()
    llm, _ = cached(FOUND, shelf=shelf)
    shelf.kept[ASKED.person, key_of(ASKED, SessionSummary, model=MODEL, version="test")] = '{"unknown": 1}'

    assert (await llm.complete(ASKED, SessionSummary)).value == FOUND


async def test_an_answer_that_cannot_be_kept_is_given() -> None:
    shelf = Shelf()
    shelf.is_down = True
    llm, _ = cached(FOUND, shelf=shelf)

    assert (await llm.complete(ASKED, SessionSummary)).value == FOUND
