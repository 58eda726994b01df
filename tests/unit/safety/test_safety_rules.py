"""The rules themselves: no stem may hide what a pattern can match, and no repetition is without bound."""

import re
import warnings
from typing import Any

import pytest

from relove_core.safety.masks import MASKS
from relove_core.safety.patterns import RULES
from relove_core.safety.rules import Rule

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import sre_constants
    import sre_parse


def demands_one_of(stems: tuple[str, ...], node: Any) -> bool:
    """Whether every text that this parsed pattern matches holds one of the stems."""
    written = ""
    for kind, value in node:
        if kind is sre_constants.LITERAL:
            written += chr(value)
            continue
        if kind is sre_constants.MAX_REPEAT and value[0] == value[1] == 1:
            raise AssertionError("written once is written plainly")
        if any(stem in written for stem in stems) or _demands(stems, kind, value):
            return True
        written = "" if kind is not sre_constants.ASSERT_NOT else written
    return any(stem in written for stem in stems)


def _demands(stems: tuple[str, ...], kind: Any, value: Any) -> bool:
    if kind is sre_constants.BRANCH:
        return all(demands_one_of(stems, branch) for branch in value[1])
    if kind is sre_constants.SUBPATTERN:
        return demands_one_of(stems, value[3])
    if kind is sre_constants.MAX_REPEAT:
        return value[0] >= 1 and demands_one_of(stems, value[2])
    return False


def repetitions(node: Any) -> list[tuple[int, int]]:
    found = []
    for kind, value in node:
        if kind is sre_constants.MAX_REPEAT:
            found += [(int(value[0]), int(value[1])), *repetitions(value[2])]
        elif kind is sre_constants.BRANCH:
            found += [each for branch in value[1] for each in repetitions(branch)]
        elif kind is sre_constants.SUBPATTERN:
            found += repetitions(value[3])
    return found


@pytest.mark.parametrize("rule", RULES, ids=lambda r: f"{r.kind}-{RULES.index(r)}")
def test_every_text_a_rule_matches_holds_one_of_its_stems(rule: Rule) -> None:
    assert demands_one_of(rule.stems, sre_parse.parse(rule.says.pattern)), rule.says.pattern


@pytest.mark.parametrize("number", range(len(MASKS)))
def test_every_text_a_mask_covers_holds_one_of_its_stems(number: int) -> None:
    mask, stems = MASKS[number]
    assert demands_one_of(stems, sre_parse.parse(mask.pattern)), mask.pattern


@pytest.mark.parametrize("pattern", [*(r.says for r in RULES), *(m for m, _ in MASKS)], ids=lambda p: str(hash(p)))
def test_no_pattern_repeats_without_a_bound(pattern: re.Pattern[str]) -> None:
    assert all(most <= 30 for _, most in repetitions(sre_parse.parse(pattern.pattern)))
