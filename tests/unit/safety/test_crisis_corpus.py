"""The figures of the corpus: ``tests/corpus/crisis/README.md`` says how to read them. ``fresh`` is the honest one."""

import pytest

from relove_core.safety.levels import CrisisLevel
from tests.corpus.crisis.figures import Part, Sort, figures, lines

HALVES = (Part.TUNE, Part.HELD_OUT)
EXPLICIT = (Sort.EXPLICIT, Sort.IMMINENT)


def share(part: Part, *sorts: Sort) -> float:
    """A figure and nothing else: a failing test must not print a line of the held-out half."""
    return figures(part, *sorts).share


@pytest.mark.parametrize("part", HALVES)
def test_nothing_explicit_is_missed(part: Part) -> None:
    assert share(part, *EXPLICIT) == 1


@pytest.mark.parametrize("part", HALVES)
def test_nine_of_ten_indirect_signals_are_heard(part: Part) -> None:
    assert share(part, Sort.INDIRECT) >= 0.9


@pytest.mark.parametrize("part", Part)
def test_false_alarms_are_rare(part: Part) -> None:
    assert share(part, Sort.HARMLESS) >= 0.97


@pytest.mark.parametrize("part", HALVES)
def test_imminent_danger_is_mostly_heard_as_such(part: Part) -> None:
    got = figures(part, Sort.IMMINENT)
    heard, total = got.by_level[CrisisLevel.IMMINENT], got.total
    assert heard >= 0.9 * total


def test_what_was_never_tuned_to_does_not_get_worse() -> None:
    """A floor below what was measured when these lines were new; they are never read to raise it."""
    assert share(Part.FRESH, *EXPLICIT) >= 0.5
    assert share(Part.FRESH, Sort.INDIRECT) >= 0.45


def test_the_corpus_is_as_large_as_promised() -> None:
    counted = {sort: sum(line.sort is sort for line in lines()) for sort in Sort}
    assert counted[Sort.EXPLICIT] + counted[Sort.IMMINENT] >= 130
    assert counted[Sort.INDIRECT] >= 130
    assert counted[Sort.HARMLESS] >= 520


def test_no_line_is_in_the_corpus_twice() -> None:
    texts = [line.text for line in lines()]
    assert sorted({text for text in texts if texts.count(text) > 1}) == []
