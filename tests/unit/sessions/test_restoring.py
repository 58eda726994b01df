"""A model's words on their way to a person: what they cost, and what is dropped when they do not get clean."""

import pytest

from relove_core.errors import Unavailable
from relove_core.redaction import Hidden
from relove_core.sessions.coach import REPLY_CHARS, CoachTurn
from relove_core.sessions.restoring import FINDING_CHARS, LABEL_CHARS, MOST_PASSES, finding, plain, turned

NOBODY = Hidden(texts=(), placeholders={})

#: Answers without end, as a model gives them that has got stuck.
STUCK = {
    "both": "ы… " + "/a" * 200 + "1." * 900,
    **{
        piece: (piece * REPLY_CHARS)[:REPLY_CHARS]
        for piece in (
            *("/a", "/a@b", "1.", "a.", "-.", "a-", "a", "1 ", "a@", "a@a.", "://", "a://", "www.", "[", "[a"),
            *("<", "<a", "</", "*_", "_a", "#a", ".", "…» ", ". ", "\n", " \t", "\n - ", "«", "«»", "`|", "[a]("),
            *("[ИМЯ_1", ", [ИМЯ_", "../", "(a.ru", "h/ttp:", "@a_", "a.рф", "[]", "](", "![a][1", "<!--", "$[", "))."),
            *("т.", "т.е. "),
        )
    },
}  # fmt: skip


class CountedHidden(Hidden):
    """Counts how often a text is gone through."""

    passes = 0

    def drop_unknown(self, text: str) -> str:
        type(self).passes += 1
        return super().drop_unknown(text)


@pytest.fixture
def counted() -> Hidden:
    CountedHidden.passes = 0
    return CountedHidden(texts=(), placeholders={})


@pytest.mark.timeout(5)  # many times what it takes; where it grows with the square it takes longer
def test_no_answer_however_endless_holds_everybody_else_up() -> None:
    answers = [plain(text, NOBODY) for text in STUCK.values() for _ in range(3)]

    assert max(map(len, answers)) <= REPLY_CHARS


@pytest.mark.parametrize("text", STUCK.values(), ids=STUCK)
def test_no_answer_is_gone_through_more_often_than_is_said(text: str, counted: Hidden) -> None:
    plain(text, counted)

    assert 1 <= CountedHidden.passes <= MOST_PASSES


def test_a_chain_of_commands_goes_at_once(counted: Hidden) -> None:
    said = plain("Жми " + "/a" * 200 + " и молчи.", counted)

    assert said == "Жми и молчи."
    assert CountedHidden.passes == 2


@pytest.mark.parametrize("depth", range(5))
def test_what_does_not_get_clean_is_not_said_at_all(depth: int) -> None:
    doll = "[И" * depth + "МЯ_9]" * depth
    said = plain(f"Стоп. {doll} Чего ты ждёшь?", NOBODY)

    assert said == ("" if depth >= MOST_PASSES else "Стоп. Чего ты ждёшь?")


def test_a_remark_of_which_nothing_is_left_is_none() -> None:
    with pytest.raises(Unavailable):
        turned(CoachTurn(reply="[И" * 5 + "МЯ_9]" * 5), NOBODY)


def test_what_a_finding_and_a_label_cannot_show_is_not_even_looked_at() -> None:
    far = "я " * FINDING_CHARS + "[И" * 5 + "МЯ_9]" * 5

    said = turned(CoachTurn(reply="Стоп.", quick_replies=(far,), patterns=(far,)), NOBODY)

    assert [len(label) for label in said.quick_replies] == [LABEL_CHARS]
    assert said.patterns == (finding(far, NOBODY),)
    assert (finding(far, NOBODY) or "").endswith("я…")
