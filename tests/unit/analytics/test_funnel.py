"""The funnel in words, and the window it is told for."""

from datetime import timedelta

import pytest

from relove_core.analytics.funnel import USUAL, BadWindow, FunnelStep, Moves, Source, window_of
from relove_core.analytics.show_funnel import FunnelWords
from relove_core.journey.model import Stage
from relove_core.streams.conversion import ConversionStep
from relove_core.testing.key_texts import KeyTexts


class Counted:
    """A FunnelReader of what it was given; windows are noted."""

    def __init__(self, *newcomers: int, sources: tuple[Source, ...] = (), moves: tuple[Moves, ...] = ()) -> None:
        self._newcomers = newcomers
        self._sources = sources
        self._moves = moves
        self.windows: list[timedelta | None] = []

    async def steps(self, window: timedelta | None) -> tuple[FunnelStep, ...]:
        self.windows.append(window)
        counted = zip(ConversionStep, self._newcomers, strict=True)
        return tuple(FunnelStep(step=step, happened=9, newcomers=people) for step, people in counted)

    async def sources(self, window: timedelta | None, *, most: int) -> tuple[Source, ...]:
        self.windows.append(window)
        return self._sources[:most]

    async def moves(self, window: timedelta | None, *, most: int) -> tuple[Moves, ...]:
        self.windows.append(window)
        return self._moves[:most]


@pytest.mark.parametrize(
    ("told", "window"),
    [
        ("", USUAL),
        ("  ", USUAL),
        ("7", timedelta(days=7)),
        ("007", timedelta(days=7)),
        ("3650", timedelta(days=3650)),
        ("all", None),
        ("ALL", None),
        ("всё", None),
        ("Все", None),
    ],
)
def test_a_window_is_days_or_all_of_the_time(told: str, window: timedelta | None) -> None:
    assert window_of(told) == window


@pytest.mark.parametrize("told", ["0", "3651", "-1", "7.0", "٧", "1e3", "week", "7 30", "9" * 5000, "\x00"])
def test_anything_else_is_none(told: str) -> None:
    with pytest.raises(BadWindow):
        window_of(told)


async def test_shares_are_of_those_who_came_within_the_window() -> None:
    reader = Counted(8, 6, 4, 2, 2, 1, 1)
    (block,) = await FunnelWords(reader=reader, texts=KeyTexts())(timedelta(days=7))

    told = block.splitlines()
    assert told[0] == "funnel-title(days=7)"
    assert [line.rpartition("percent=")[2].rstrip(")") for line in told[1:]] == [
        "100",
        "75",
        "50",
        "25",
        "25",
        "12",
        "12",
    ]
    assert reader.windows == [timedelta(days=7)] * 3


async def test_of_nobody_there_is_no_share() -> None:
    (block,) = await FunnelWords(reader=Counted(*[0] * 7), texts=KeyTexts())(None)

    assert block.startswith("funnel-title(days=0)")
    assert block.count("percent=0") == 7


async def test_sources_and_moves_are_told_where_there_are_some() -> None:
    sources = Source(source="<spring>", came=3, bought=1), Source(source=None, came=2, bought=0)
    moves = Moves(source=None, target=Stage.REFUSAL, made=2), Moves(source=Stage.REFUSAL, target=Stage.ORDEAL, made=1)
    words = FunnelWords(reader=Counted(*[1] * 7, sources=sources, moves=moves), texts=KeyTexts())

    _, from_where, between = await words(None)

    assert "funnel-source(source=&lt;spring&gt;, came=3, bought=1)" in from_where
    assert "funnel-source(source=funnel-no-source, came=2, bought=0)" in from_where
    assert "funnel-move(source=funnel-no-stage, target=stage-REFUSAL, made=2)" in between
    assert "funnel-move(source=stage-REFUSAL, target=stage-ORDEAL, made=1)" in between
