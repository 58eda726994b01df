"""Links followed, purchases recorded, and the steps that follow from what people do."""

from decimal import Decimal

import pytest

from relove_core.ids import UserId
from relove_core.sessions.model import SessionKind
from relove_core.streams.conversion import ConversionStep
from relove_core.streams.follow_link import FollowLink
from relove_core.streams.links import LinkHosts, LinkKind, LinkNotAllowed, LinkUnknown, Target
from relove_core.streams.purchases import Buyer, BuyerUnknown, OrderDiffers, OrderUnknown, PurchaseKind, StreamUnknown
from relove_core.streams.record_purchase import RecordPurchase
from relove_core.testing.builders import ANNA, BORIS, a_contact, a_stream, a_turn, an_order
from relove_core.users.answer_consent import AnswerConsent
from relove_core.users.consent import CURRENT, ConsentAnswer, ConsentKind
from tests.unit.house import House

REFUND = PurchaseKind.REFUND
HOSTS = LinkHosts.of(["relove.ru"])


class Till:
    """A house with one programme, where Anna has a link to the platform."""

    def __init__(self) -> None:
        self.house = House()
        self.house.world.state.streams["hero-path"] = a_stream()
        self.record = RecordPurchase(begin=self.house.world.begin, clock=self.house.world.clock)
        self.follow = FollowLink(clicks=self.house.world.clicks, hosts=HOSTS)

    async def token(self, url: str = "https://relove.ru/") -> str:
        await self.house.cause()
        target = Target(kind=LinkKind.PLATFORM, url=url)
        async with self.house.world.begin() as tx:
            return (await tx.links.of(ANNA, [target]))[target]

    async def has_bought(self) -> bool:
        return (await self.house.anna()).has_purchased_flow


async def steps(house: House) -> set[ConversionStep]:
    return {step for who, step in house.world.state.steps if who == ANNA}


async def test_a_link_leads_on_with_its_token() -> None:
    till = Till()
    token = await till.token()

    assert await till.follow(token, is_counted=True) == f"https://relove.ru/?relove_click={token}"
    assert (await till.house.anna()).has_visited_platform


@pytest.mark.parametrize("token", ["", "x", "x" * 21, "x" * 23, "я" * 22, "x" * 21 + "\n", "x" * 22])
async def test_a_token_of_nobody_leads_nowhere(token: str) -> None:
    till = Till()
    await till.token()

    with pytest.raises(LinkUnknown):
        await till.follow(token, is_counted=True)


async def test_a_link_off_the_hosts_is_not_followed_and_is_no_visit() -> None:
    till = Till()
    token = await till.token("https://evil.example/")

    with pytest.raises(LinkNotAllowed):
        await till.follow(token, is_counted=True)

    assert not (await till.house.anna()).has_visited_platform


async def test_a_purchase_is_recorded_once() -> None:
    till = Till()
    token = await till.token()
    order = an_order()

    assert await till.record(order, Buyer(user_id=ANNA))
    assert not await till.record(order, Buyer(token=token))
    assert await till.has_bought()
    assert ConversionStep.BOUGHT in await steps(till.house)


async def test_a_refund_takes_the_flag_back_and_not_the_step() -> None:
    till = Till()
    await till.token()
    await till.record(an_order(), Buyer(user_id=ANNA))

    assert await till.record(an_order(kind=REFUND, amount=Decimal(100)), None)
    assert not await till.has_bought()
    assert ConversionStep.BOUGHT in await steps(till.house)


@pytest.mark.parametrize("buyer", [Buyer(user_id=BORIS), Buyer(token="x" * 22), None])
async def test_a_purchase_of_nobody_is_refused(buyer: Buyer | None) -> None:
    till = Till()
    await till.token()

    with pytest.raises(BuyerUnknown, match=r"^(token|telegram_id): "):
        await till.record(an_order(), buyer)

    assert till.house.world.state.purchases == {}


async def test_an_unknown_programme_is_refused() -> None:
    till = Till()
    await till.token()

    with pytest.raises(StreamUnknown, match=r"^stream: "):
        await till.record(an_order(stream="no-such"), Buyer(user_id=ANNA))


async def test_a_refund_of_nothing_is_refused() -> None:
    with pytest.raises(OrderUnknown, match=r"^order_id: "):
        await Till().record(an_order(kind=REFUND), None)


@pytest.mark.parametrize("buyer", [Buyer(user_id=UserId(5)), Buyer(user_id=ANNA, token="x" * 22)], ids=str)
async def test_the_same_order_of_somebody_else_is_another(buyer: Buyer) -> None:
    till = Till()
    await till.token()
    await till.record(an_order(), Buyer(user_id=ANNA))

    for order in (an_order(), an_order(kind=REFUND)):
        with pytest.raises(OrderDiffers):
            await till.record(order, buyer)

    assert await till.has_bought()


async def test_a_session_begun_and_one_closed_are_steps() -> None:
    house = House(a_turn("Что болит?"))
    contact = a_contact()
    assert await steps(house) == set()
    await house.open_session(await house.cause(), contact, SessionKind.PROVOCATIVE)
    assert await steps(house) == {ConversionStep.CAME, ConversionStep.STARTED}
    assert not (await house.anna()).has_completed_journey

    await house.ends()
    assert await steps(house) == {ConversionStep.CAME, ConversionStep.STARTED, ConversionStep.COMPLETED}
    assert (await house.anna()).has_completed_journey


async def test_a_session_that_runs_out_is_not_completed() -> None:
    house = House()
    await house.in_session()
    async with house.world.begin() as tx:
        assert await tx.sessions.expire(untouched_since=house.now().replace(year=2100), at=house.now(), most=10) == 1

    assert ConversionStep.COMPLETED not in await steps(house)


async def test_who_has_given_all_that_is_needed_has_consented() -> None:
    house = House()
    answer = AnswerConsent(begin=house.world.begin, texts=house.texts, clock=house.world.clock)
    contact = a_contact(consents=())
    taken = []
    for kind, given in ((ConsentKind.NEWS, True), (ConsentKind.RULES, True), (ConsentKind.DATA, False)):
        told = ConsentAnswer(kind=kind, version=CURRENT[kind], is_given=given)
        await answer(await house.cause(), contact, told)
        taken.append(ConversionStep.CONSENTED in await steps(house))
    almost = a_contact(consents=[ConsentKind.RULES])
    told = ConsentAnswer(kind=ConsentKind.DATA, version=CURRENT[ConsentKind.DATA], is_given=True)
    await answer(await house.cause(), almost, told)

    assert taken == [False, False, False]
    assert ConversionStep.CONSENTED in await steps(house)
