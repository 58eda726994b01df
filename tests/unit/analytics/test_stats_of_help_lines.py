"""The team reads in its figures when nobody has checked the help lines for long."""

from datetime import timedelta

import pytest

from relove_adapters.texts.fluent import FluentTexts
from relove_core.analytics.funnel import FunnelStep, Moves, Source
from relove_core.analytics.show_funnel import FunnelWords
from relove_core.analytics.show_stats import ShowStats
from relove_core.analytics.views import Figures
from relove_core.safety.contacts import STALE_AFTER, Contacts
from relove_core.streams.conversion import ConversionStep
from relove_core.testing.builders import BORIS
from tests.contracts.world import send_all
from tests.unit.house import House

DAY = timedelta(days=1)


class NoFigures:
    """Both readers, of a product that nobody uses yet."""

    async def figures(self) -> Figures:
        names = [name for name in Figures.__dataclass_fields__ if name != "by_stage"]
        return Figures(**dict.fromkeys(names, 0), by_stage=())

    async def steps(self, window: timedelta | None) -> tuple[FunnelStep, ...]:
        return tuple(FunnelStep(step=step, happened=0, newcomers=0) for step in ConversionStep)

    async def sources(self, window: timedelta | None, *, most: int) -> tuple[Source, ...]:
        return ()

    async def moves(self, window: timedelta | None, *, most: int) -> tuple[Moves, ...]:
        return ()


async def figures(age: timedelta) -> str:
    """What an admin reads when the numbers were checked so long ago."""
    house, reader, texts = House(), NoFigures(), FluentTexts()
    boris = await house.make_admin()
    show = ShowStats(
        begin=house.world.begin,
        reader=reader,
        funnel=FunnelWords(reader=reader, texts=texts),
        texts=texts,
        help_lines=Contacts(checked_on=(house.now() - age).date()),
        clock=house.world.clock,
    )
    await show(await house.cause(user_id=BORIS), boris, "")
    return "\n".join(await send_all(house.world))


@pytest.mark.parametrize(
    ("days", "said"), [(91, "91 день"), (92, "92 дня"), (95, "95 дней"), (181, "181 день"), (400, "400 дней")]
)
async def test_how_long_nobody_has_checked_is_told(days: int, said: str) -> None:
    assert f"Телефоны помощи не проверялись {said}." in await figures(days * DAY)


@pytest.mark.parametrize("age", [0 * DAY, STALE_AFTER])
async def test_numbers_that_were_checked_lately_are_not_spoken_of(age: timedelta) -> None:
    assert "не проверялись" not in await figures(age)
