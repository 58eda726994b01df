"""The page of alerts, and the buttons that mute them."""

import pytest

from relove_core.access.guards import NotAdmin
from relove_core.access.mute_alert import MuteAlert
from relove_core.access.show_alerts import ShowAlerts
from relove_core.access.unmute_alert import UnmuteAlert
from relove_core.alerts.system import SystemAlertKind
from relove_core.delivery.model import Button, Cause
from relove_core.errors import InvalidInput
from relove_core.testing.builders import ANNA, BORIS, a_contact
from relove_core.testing.key_texts import KeyTexts
from tests.contracts.world import MINUTE
from tests.unit.house import House

ADMIN = a_contact(BORIS, is_admin=True)
LLM, QUEUE = SystemAlertKind.LLM_DOWN, SystemAlertKind.QUEUE_STUCK


class Desk:
    """What Boris has in his hands."""

    def __init__(self, house: House) -> None:
        self.house = house
        begin, texts, clock = house.world.begin, KeyTexts(), house.world.clock
        self.show = ShowAlerts(begin=begin, texts=texts, clock=clock)
        self.mute = MuteAlert(begin=begin, texts=texts, clock=clock)
        self.unmute = UnmuteAlert(begin=begin, texts=texts)

    async def cause(self) -> Cause:
        return await self.house.cause(user_id=BORIS)

    async def page(self) -> tuple[list[str], list[str]]:
        """Its lines, and what its buttons ask for."""
        await self.show(await self.cause(), ADMIN)
        message = (await self.house.world.messages())[-1].message
        assert message is not None
        buttons = [b.action.encode() for row in message.buttons for b in row if isinstance(b, Button)]
        await self.house.sent()
        return str(message.html).splitlines(), buttons

    async def raise_alert(self, kind: SystemAlertKind) -> None:
        async with self.house.world.begin() as tx:
            assert await tx.system_alerts.raise_alert(kind, {}, at=self.house.now())


@pytest.fixture
def desk() -> Desk:
    return Desk(House())


async def test_where_nothing_is_wrong_the_page_says_so(desk: Desk) -> None:
    assert await desk.page() == (["alerts-none"], [])


async def test_open_alerts_are_shown_with_how_long_they_have_lasted_and_a_button_each(desk: Desk) -> None:
    await desk.raise_alert(LLM)
    desk.house.world.clock.pass_(60 * MINUTE)
    await desk.raise_alert(QUEUE)
    desk.house.world.clock.pass_(5 * MINUTE)
    shown, buttons = await desk.page()

    assert shown == [
        "alerts-title",
        "alerts-open(name=system-llm_down-name, hours=1, minutes=5)",
        "alerts-open(name=system-queue_stuck-name, hours=0, minutes=5)",
    ]
    assert buttons == ["mute:llm_down", "mute:queue_stuck"]


async def test_what_is_muted_stays_on_the_page_and_can_be_told_again(desk: Desk) -> None:
    await desk.raise_alert(LLM)
    await desk.mute(await desk.cause(), ADMIN, "llm_down")
    shown, buttons = await desk.page()
    assert shown[2:] == ["alerts-muted(name=system-llm_down-name, hours=24, minutes=0)"]
    assert buttons == ["unmute:llm_down"]
    await desk.unmute(await desk.cause(), ADMIN, "llm_down")

    assert (await desk.page())[1] == ["mute:llm_down"]


async def test_a_kind_that_there_is_not_changes_nothing(desk: Desk) -> None:
    cause = await desk.cause()
    for act in (desk.mute, desk.unmute):
        with pytest.raises(InvalidInput):
            await act(cause, ADMIN, "karma")

    assert desk.house.world.state.alert_mutes == {}


async def test_only_the_team_sees_and_mutes_alerts(desk: Desk) -> None:
    anna, cause = a_contact(ANNA), await desk.cause()
    for act in (desk.mute(cause, anna, "llm_down"), desk.unmute(cause, anna, "llm_down"), desk.show(cause, anna)):
        with pytest.raises(NotAdmin):
            await act

    assert desk.house.world.state.alert_mutes == {}
