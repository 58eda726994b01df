"""The figures of the corpus, as ``tests/corpus/crisis/README.md`` explains them; ``UNSEEN`` are the honest ones."""

from collections import Counter

import pytest

from relove_core.safety.levels import CrisisLevel
from tests.corpus.crisis.figures import Part, Sort, figures, lines

HALVES = (Part.TUNE, Part.HELD_OUT)
LEARNED = (Part.TUNE, Part.WRITTEN)
UNSEEN = (Part.HELD_OUT, Part.FRESH, Part.BLIND, Part.FINAL, Part.LAST)
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


@pytest.mark.parametrize("part", LEARNED)
def test_false_alarms_are_rare_where_they_were_learned(part: Part) -> None:
    assert share(part, Sort.HARMLESS) >= 0.97


def test_false_alarms_are_rare_where_nobody_tuned() -> None:
    found = [figures(part, Sort.HARMLESS) for part in UNSEEN]
    assert sum(got.right for got in found) >= 0.965 * sum(got.total for got in found)


def test_talk_in_a_session_seldom_stops_it_and_hardly_ever_calls_for_help() -> None:
    got = figures(Part.TALK, Sort.HARMLESS)
    called = got.by_level[CrisisLevel.CRISIS] + got.by_level[CrisisLevel.IMMINENT]

    assert got.share >= 0.965
    assert called <= 0.01 * got.total


@pytest.mark.parametrize("part", HALVES)
def test_imminent_danger_is_mostly_heard_as_such(part: Part) -> None:
    got = figures(part, Sort.IMMINENT)
    heard, total = got.by_level[CrisisLevel.IMMINENT], got.total
    assert heard >= 0.9 * total


#: Floors below what was measured last; the lines are never read to raise them.
FLOORS = {Part.FRESH: (0.86, 0.73), Part.BLIND: (0.92, 0.7), Part.FINAL: (0.91, 0.68), Part.LAST: (0.87, 0.9)}


@pytest.mark.parametrize("part", FLOORS)
def test_what_was_never_tuned_to_does_not_get_worse(part: Part) -> None:
    explicit, indirect = FLOORS[part]
    assert share(part, *EXPLICIT) >= explicit
    assert share(part, Sort.INDIRECT) >= indirect


def test_the_corpus_is_as_large_as_promised() -> None:
    counted = {sort: sum(line.sort is sort for line in lines()) for sort in Sort}
    assert counted[Sort.EXPLICIT] + counted[Sort.IMMINENT] >= 130
    assert counted[Sort.INDIRECT] >= 130
    assert counted[Sort.HARMLESS] >= 520


def test_no_line_is_in_the_corpus_twice() -> None:
    times = Counter(line.text for line in lines())
    assert [text for text, found in times.items() if found > 1] == []
