"""The same question of an analysis about the same person gets the same answer, for a day."""

from dataclasses import replace
from datetime import timedelta

import pytest

from relove_adapters.llm.cached import CachedModel, key_of
from relove_core.activity.model import ActivityKind
from relove_core.ids import UserId
from relove_core.journey.model import Stage
from relove_core.llm import ModelFailed, Prompt, Purpose, Speaker, Utterance
from relove_core.profiles.drafting import PortraitDraft
from relove_core.profiles.material import Deed, Material
from relove_core.profiles.model import Profile
from relove_core.profiles.offered import Offered
from relove_core.profiles.portraying import NotDrawn, Portraitist
from relove_core.profiles.sitting import Sitter
from relove_core.redaction import RedactedText
from relove_core.sessions.coach import SessionDigest, SessionSummary
from relove_core.testing.builders import ANNA, BORIS
from relove_core.testing.clock import NOON
from relove_core.testing.plain_prompts import PlainPrompts
from relove_core.testing.scripted_model import Line, Meanwhile, ScriptedModel
from relove_core.testing.word_redactor import WordRedactor
from relove_core.transactions import StorageUnavailable
from tests.unit.llm.around import MODEL, QuickTimer, prompt_for

FOUND = SessionSummary(insights=("Она устала угождать.",))
OTHER = SessionSummary(insights=("Ей страшно.",))
ASKED = prompt_for(Purpose.SESSION_SUMMARY)

WORDS = "мне страшно просить о помощи"
MATERIAL = Material(deeds=(Deed(id=1, at=NOON, kind=ActivityKind.MESSAGE, text=WORDS),))
SITTER = Sitter(
    user_id=ANNA,
    address="female",
    stage=Stage.REFUSAL,
    names=(),
    profile=Profile(),
    before=None,
    offered=Offered(),
)


class Shelf:
    """Answers, in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[UserId, str], str] = {}
        self.took: list[timedelta] = []
        self.is_down = False

    async def get(self, person: UserId, key: str, *, age: timedelta) -> str | None:
        return self.kept.get((person, key))

    async def put(self, person: UserId, key: str, answer: str, *, took: timedelta, age: timedelta) -> None:
        if self.is_down:
            raise StorageUnavailable("down")
        self.kept[person, key] = answer
        self.took.append(took)


def cached(
    *script: Line, shelf: Shelf | None = None, timer: QuickTimer | None = None
) -> tuple[CachedModel, ScriptedModel]:
    model = ScriptedModel(*script)
    answers, timer = shelf or Shelf(), timer or QuickTimer()
    return CachedModel(model, answers=answers, prompts=PlainPrompts(), model=MODEL, timer=timer), model


@pytest.mark.parametrize("purpose", [p for p in Purpose if p.is_lasting])
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


@pytest.mark.parametrize("purpose", [p for p in Purpose if not p.is_lasting])
async def test_everything_else_is_never_answered_from_the_shelf(purpose: Purpose) -> None:
    shelf = Shelf()
    llm, _ = cached(FOUND, OTHER, shelf=shelf)

    answers = [(await llm.complete(prompt_for(purpose), SessionSummary)).value for _ in range(2)]

    assert answers == [FOUND, OTHER]
    assert shelf.kept == {}


def test_what_is_said_to_a_person_never_lasts_and_what_is_found_does() -> None:
    assert {p for p in Purpose if p.is_lasting} == {
        Purpose.SESSION_SUMMARY,
        Purpose.SESSION_DIGEST,
        Purpose.STAGE_ANALYSIS,
        Purpose.DIAGNOSIS,
        Purpose.READINESS,
    }


async def test_a_portrait_that_was_refused_is_not_the_answer_when_it_is_asked_for_again() -> None:
    strange = PortraitDraft(
        is_enough=True, evidence=("этого никто не говорил",), summary="Держит на себе весь дом. " * 9
    )
    hers = strange.model_copy(update={"evidence": (WORDS,)})
    llm, _ = cached(strange, strange, hers)
    portraitist = Portraitist(llm=llm, redactor=WordRedactor())
    with pytest.raises(NotDrawn):
        await portraitist.draw(SITTER, MATERIAL)

    drawn = await portraitist.draw(SITTER, MATERIAL)

    assert drawn.portrait.summary.startswith("Держит на себе весь дом.")


async def test_how_long_an_answer_was_on_its_way_is_told_to_the_shelf() -> None:
    shelf, timer = Shelf(), QuickTimer()
    llm, _ = cached(Meanwhile(lambda: timer.sleep(7), FOUND), shelf=shelf, timer=timer)
    await llm.complete(ASKED, SessionSummary)

    assert shelf.took == [timedelta(seconds=7)]


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
