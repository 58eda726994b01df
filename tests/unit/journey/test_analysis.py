"""How much of a model's answer about a stage is believed."""

import pytest
from pydantic import ValidationError

from relove_core.journey.analysis import StageProposal, believed
from relove_core.journey.model import Author, Stage
from relove_core.redaction import Hidden

SAID = ("Пётр ушёл, и я решилась.", "Страшно")


def found(quote: str | None, *, reason: str = "так") -> StageProposal:
    return StageProposal(stage=Stage.ORDEAL, confidence=0.7, quote=quote, reason=reason)


def hidden(**placeholders: str) -> Hidden:
    return Hidden(texts=(), placeholders={f"[{name}]": value for name, value in placeholders.items()})


@pytest.mark.parametrize("quote", ["я решилась", "Страшно", " и я решилась. ", "[имя] ушёл"])
def test_verbatim_words_are_a_quotation(quote: str) -> None:
    proposal = believed(found(quote), hidden(имя="Пётр"), said=SAID)

    assert proposal.quote is not None
    assert any(proposal.quote in text for text in SAID)
    assert (proposal.stage, proposal.confidence, proposal.author) == (Stage.ORDEAL, 0.7, Author.MODEL)


def test_words_with_a_name_in_them_are_a_quotation_with_the_name_in_the_nominative() -> None:
    told = believed(
        found("говорю с [имя] о доме"),
        hidden(имя="Пётр"),
        said=["Я не говорю с Петром о доме"],
        shown=["Я не говорю с [имя] о доме"],
    )

    assert told.quote == "говорю с Пётр о доме"


@pytest.mark.parametrize("quote", [None, "", "  ", "я решился", "Я решилась", "и я решилась. Страшно", "выдумка"])
def test_anything_else_is_none(quote: str | None) -> None:
    assert believed(found(quote), hidden(), said=SAID).quote is None


def test_a_reason_is_put_back_cleaned_and_short() -> None:
    proposal = believed(found(None, reason="[имя]\u200b ушёл\n" + "и " * 600), hidden(имя="Пётр"), said=SAID)

    assert proposal.reason.startswith("Пётр ушёл и")
    assert len(proposal.reason) <= 500


@pytest.mark.parametrize(
    "answer",
    [
        {"stage": "NIRVANA", "confidence": 0.5},
        {"stage": "ORDEAL", "confidence": 1.01},
        {"stage": "ORDEAL", "confidence": float("nan")},
        {"stage": "ORDEAL"},
        {"stage": "ORDEAL", "confidence": 0.5, "and": "more"},
    ],
)
def test_an_answer_of_another_shape_is_refused(answer: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        StageProposal.model_validate(answer)
