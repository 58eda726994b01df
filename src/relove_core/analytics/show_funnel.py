"""The funnel in words, for an admin in Telegram."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from relove_core.alerts.wording import TEAM
from relove_core.analytics.funnel import FunnelReader, FunnelStep, Moves, Source
from relove_core.markup import Html, lines
from relove_core.texts import Texts

MOST_SOURCES, MOST_MOVES = 12, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelWords:
    reader: FunnelReader
    texts: Texts

    async def __call__(self, window: timedelta | None) -> list[Html]:
        """A block for the steps, and one each for sources and stages where there is something to tell."""
        steps = await self.reader.steps(window)
        sources = await self.reader.sources(window, most=MOST_SOURCES)
        moves = await self.reader.moves(window, most=MOST_MOVES)
        title = self.texts("funnel-title", TEAM, days=window.days if window else 0)
        blocks = [lines((title, *self._steps(steps)))]
        if sources:
            blocks.append(lines((self.texts("funnel-sources", TEAM), *map(self._source, sources))))
        if moves:
            blocks.append(lines((self.texts("funnel-moves", TEAM), *map(self._moves, moves))))
        return blocks

    def _steps(self, steps: tuple[FunnelStep, ...]) -> Iterator[Html]:
        """The share is of those who came within the window: of nobody there is none."""
        came = steps[0].newcomers
        for found in steps:
            name = self.texts(f"funnel-{found.step}", TEAM)
            share = round(100 * found.newcomers / came) if came else 0
            given = {"happened": found.happened, "newcomers": found.newcomers, "percent": share}
            yield self.texts("funnel-step", TEAM, step=name, **given)

    def _source(self, found: Source) -> Html:
        source = found.source or self.texts("funnel-no-source", TEAM)
        return self.texts("funnel-source", TEAM, source=source, came=found.came, bought=found.bought)

    def _moves(self, found: Moves) -> Html:
        source = self.texts(f"stage-{found.source}" if found.source else "funnel-no-stage", TEAM)
        target = self.texts(f"stage-{found.target}", TEAM)
        return self.texts("funnel-move", TEAM, source=source, target=target, made=found.made)
