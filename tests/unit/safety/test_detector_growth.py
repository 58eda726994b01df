"""Twice the text takes about twice the time, whatever the text: measured against itself, with a wide margin."""

from time import process_time

import pytest

from relove_core.safety.detector import detect

SMALL, LARGE = 25_000, 100_000
MARGIN = 3
"""Quadratic growth would be four times the linear one; machines are noisy."""

HARD = {
    "one letter": "а",
    "one word": "хочу ",
    "beginnings of matches": "не хочу больше ",
    "refused matches": "не хочу умирать, я не хочу жить в москве, ",
    "idioms": "умираю от смеха, до смерти хочу спать. ",
    "spaced letters": "х о ч у ",
    "spaced letters with gaps": "х о ч у  ж и т ь  ",
    "typos": "умиретть павеситса сдохнутьь ",
    "transliteration": "hochu umeretj ",
    "digits in words": "х0чу3ть",
    "quotes": 'она сказала "хочу умереть" ',
    "open quotes": '"',
    "commas": ", ",
    "dots": ". ",
    "spaces": " ",
    "signs": "a*",
    "zero-width": "\u200b",
    "emoji": "😔",
    "one endless word": "нехочужить",
    "negations": "не ",
}


def seconds(text: str, *, runs: int) -> float:
    """The best of some: what other processes take is not ours."""
    took = []
    for _ in range(runs):
        begun = process_time()
        detect(text)
        took.append(process_time() - begun)
    return min(took)


@pytest.mark.parametrize("what", HARD)
def test_the_time_grows_no_faster_than_the_text(what: str) -> None:
    small, large = ((HARD[what] * size)[:size] for size in (SMALL, LARGE))
    allowed = MARGIN * (LARGE / SMALL) * seconds(small, runs=2) + 0.02
    assert seconds(large, runs=1) <= allowed
