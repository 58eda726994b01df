"""The rules themselves: the stems derived from a pattern hide nothing it matches; no repetition is without a bound."""

import re

import pytest

from relove_core.safety.masks import MASKS
from relove_core.safety.patterns import RULES
from relove_core.safety.russian.notation import pattern, stems
from relove_core.safety.russian.stems import ANY
from relove_core.safety.russian.text import normal_form
from relove_core.safety.russian.typos import vocabulary
from tests.corpus.crisis.figures import lines

PATTERNS = [*((rule.says, rule.stems) for rule in RULES), *MASKS]
UNBOUNDED = re.compile(r"(?<!\\)[*+]|\{\d+,\}")
PLAIN = vocabulary(words=(), right=(), stems=())


def test_every_text_a_pattern_matches_holds_one_of_its_stems() -> None:
    hidden = [
        (said.pattern, text)
        for text in (normal_form(line.text, PLAIN) for line in lines())
        for said, needed in PATTERNS
        if not any(stem in text for stem in needed) and said.search(text)
    ]
    assert not hidden


def test_every_pattern_is_looked_for_only_where_it_can_be() -> None:
    assert not [said.pattern for said, needed in PATTERNS if needed == ANY]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("хочу <3> умереть", {"умерет"}),
        ("(?:верёвка|петля) готова", {"готова"}),
        ("(?:верёвка|петля) <1> (?:моя)?", {"веревка", "петля"}),
        ("суицид~", {"суицид"}),
        ("не (?:жил|был)(?: там)?", {"жил", "был"}),
        ("(?!кот)[а-я]{1,9}", {""}),
    ],
)
def test_stems_are_what_must_be_there(source: str, told: set[str]) -> None:
    assert stems(source) == told


def test_no_pattern_repeats_without_a_bound() -> None:
    guards = [g for rule in RULES for g in (rule.unless, rule.but_not_after, rule.along_with) if g]
    assert not [p.pattern for p in [*guards, *(said for said, _ in PATTERNS)] if UNBOUNDED.search(p.pattern)]


@pytest.mark.parametrize("source", ["умереть*", "хочу+", "жить?", "хочу ?умереть", "я <1> <2> хочу"])
def test_a_pattern_that_is_not_what_it_seems_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="not allowed in a pattern"):
        pattern(source)


@pytest.mark.parametrize(
    ("source", "text", "is_found"),
    [
        ("не вижу <2> смысла", "не вижу никакого смысла", True),
        ("не вижу <2> смысла", "не вижу тут уже вовсе смысла", False),
        ("хочу <2> умереть", "хочу не умереть", False),
        ("хочу умереть", "хочу, умереть", True),
        ("хочу_умереть", "хочу, умереть", False),
        ("хочу умереть", "захочу умереть", False),
        ("таблет~", "таблетками", True),
    ],
)
def test_the_notation_reads_as_it_says(source: str, text: str, is_found: bool) -> None:
    assert bool(pattern(source).search(normal_form(text, PLAIN))) is is_found
