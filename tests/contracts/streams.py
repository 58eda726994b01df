"""What every implementation of the ports of programmes, links, clicks, purchases and steps does."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from relove_core.ids import UserId
from relove_core.streams.conversion import FLAGS, ConversionStep
from relove_core.streams.links import TOKEN, LinkKind, Target
from relove_core.streams.model import INTERESTED, Stream
from relove_core.streams.ports import Followed
from relove_core.streams.purchases import Buyer, OrderDiffers, Purchase, PurchaseKind
from relove_core.testing.builders import ANNA, BORIS, a_cause, a_purchase, a_stream, an_order
from relove_core.testing.clock import NOON
from relove_core.users.consent import CURRENT, ConsentAnswer, ConsentKind
from tests.contracts.world import World, meet, rolled_back, user

STRANGER = UserId(5)
HOSTS = ("relove.ru",)
PLATFORM = Target(kind=LinkKind.PLATFORM, url="https://relove.ru/")
REFUND = PurchaseKind.REFUND


def to(stream: Stream) -> Target:
    return Target(kind=LinkKind.STREAM, url=stream.link, stream=stream.slug)


async def offer(world: World, *streams: Stream) -> None:
    async with world.begin() as tx:
        for stream in streams or (a_stream(),):
            await tx.streams.save(stream)


async def token_of(world: World, target: Target = PLATFORM, *, user_id: UserId = ANNA) -> str:
    async with world.begin() as tx:
        return (await tx.links.of(user_id, [target]))[target]


async def interested(world: World, *said: tuple[str, bool], user_id: UserId = ANNA) -> None:
    async with world.begin() as tx:
        for slug, is_interested in said:
            await tx.streams.mark_interest(user_id, slug, is_interested=is_interested)


async def add(world: World, *purchases: Purchase) -> None:
    async with world.begin() as tx:
        for purchase in purchases:
            await tx.purchases.add(purchase)


async def hold(world: World, buyer: Buyer) -> UserId | None:
    async with world.begin() as tx:
        return await tx.purchases.hold(buyer)


class CatalogueContract:
    async def test_a_programme_is_read_back_as_it_was_saved(self, world: World) -> None:
        stream = a_stream(signs=("раз", "два"), is_active=False)
        await offer(world, stream)

        async with world.begin() as tx:
            assert await tx.streams.get(stream.slug) == stream
            assert await tx.streams.get("no-such") is None

    async def test_saving_the_same_slug_changes_it(self, world: World) -> None:
        await offer(world, a_stream())
        changed = a_stream(title="Иначе", price_note="даром", position=7, is_active=False)
        await offer(world, changed)

        async with world.begin() as tx:
            assert await tx.streams.all() == (changed,)

    async def test_the_catalogue_is_in_the_order_of_its_positions(self, world: World) -> None:
        last, first, second = a_stream("z", position=2), a_stream("y", position=1), a_stream("x", position=2)
        await offer(world, last, first, second)

        async with world.begin() as tx:
            assert await tx.streams.all() == (first, second, last)

    async def test_interests_are_kept_once_each_the_newest_last(self, world: World) -> None:
        await meet(world)
        await interested(world, ("a", True), ("b", True), ("a", True))

        assert (await user(world)).markers == {INTERESTED: ["b", "a"]}

    async def test_an_interest_can_be_taken_back(self, world: World) -> None:
        await meet(world)
        await interested(world, ("a", True), ("b", True), ("a", False), ("c", False))

        assert (await user(world)).markers == {INTERESTED: ["b"]}

    async def test_interests_are_the_persons_own(self, world: World) -> None:
        await meet(world)
        await meet(world, BORIS, update_id=900_002)
        await interested(world, ("a", True))
        await interested(world, ("b", True), user_id=STRANGER)

        assert (await user(world)).markers == {INTERESTED: ["a"]}
        assert (await user(world, BORIS)).markers == {}


class LinksContract:
    async def test_everybody_has_a_token_of_their_own_for_each_target(self, world: World) -> None:
        await meet(world)
        await meet(world, BORIS, update_id=900_002)
        streams = a_stream("a"), a_stream("b")
        await offer(world, *streams)
        targets = [PLATFORM, *map(to, streams)]
        async with world.begin() as tx:
            tokens = [*(await tx.links.of(ANNA, targets)).values(), *(await tx.links.of(BORIS, targets)).values()]

        assert len(set(tokens)) == 6
        assert all(TOKEN.fullmatch(token) for token in tokens)

    async def test_a_token_stays_when_the_address_changes(self, world: World) -> None:
        await meet(world)
        before = await token_of(world)
        moved = replace(PLATFORM, url="https://relove.ru/new")

        assert await token_of(world, moved) == before
        assert await world.clicks.follow(before, hosts=HOSTS, is_counted=False) == Followed(moved.url, True)

    async def test_no_targets_make_no_links(self, world: World) -> None:
        await meet(world)
        async with world.begin() as tx:
            assert await tx.links.of(ANNA, []) == {}

    async def test_a_rolled_back_link_leads_nowhere(self, world: World) -> None:
        await meet(world)
        async with rolled_back(world) as tx:
            token = (await tx.links.of(ANNA, [PLATFORM]))[PLATFORM]

        assert await world.clicks.follow(token, hosts=HOSTS, is_counted=True) is None


class ClicksContract:
    async def test_a_click_counts_and_is_a_visit_of_the_platform(self, world: World) -> None:
        await meet(world)
        await meet(world, BORIS, update_id=900_002)
        token = await token_of(world)
        assert not (await user(world)).has_visited_platform

        assert await world.clicks.follow(token, hosts=HOSTS, is_counted=True) == Followed(PLATFORM.url, True)

        assert await world.clicked() == [1]
        assert (await user(world)).has_visited_platform
        assert not (await user(world, BORIS)).has_visited_platform
        async with world.begin() as tx:
            assert set(await tx.conversions.of(ANNA)) == {ConversionStep.CAME, ConversionStep.OPENED_PLATFORM}
            assert set(await tx.conversions.of(BORIS)) == {ConversionStep.CAME}

    async def test_the_first_visit_keeps_its_time(self, world: World) -> None:
        await meet(world)
        token = await token_of(world)
        times = []
        for _ in range(2):
            await world.clicks.follow(token, hosts=HOSTS, is_counted=True)
            async with world.begin() as tx:
                times.append((await tx.conversions.of(ANNA))[ConversionStep.OPENED_PLATFORM])
            await world.pass_(timedelta(hours=1))

        assert times[0] == times[1]
        assert await world.clicked() == [2]

    async def test_a_programmes_link_leads_to_its_present_address(self, world: World) -> None:
        await meet(world)
        await offer(world, a_stream(link="https://relove.ru/old"))
        token = await token_of(world, to(a_stream(link="https://relove.ru/old")))
        await offer(world, a_stream(link="https://relove.ru/new"))

        found = await world.clicks.follow(token, hosts=HOSTS, is_counted=True)

        assert found == Followed("https://relove.ru/new", True)
        assert (await user(world)).has_visited_platform

    async def test_a_look_without_counting_leaves_no_trace(self, world: World) -> None:
        await meet(world)
        token = await token_of(world)

        assert await world.clicks.follow(token, hosts=HOSTS, is_counted=False) == Followed(PLATFORM.url, True)

        assert await world.clicked() == [0]
        assert not (await user(world)).has_visited_platform

    @pytest.mark.parametrize(
        "url", ["https://evil.example/", "https://relove.ru@evil.example/", "https://relove.ru.evil.example/"]
    )
    async def test_a_host_off_the_list_is_told_and_not_counted(self, world: World, url: str) -> None:
        await meet(world)
        token = await token_of(world, replace(PLATFORM, url=url))

        assert await world.clicks.follow(token, hosts=HOSTS, is_counted=True) == Followed(url, False)

        assert await world.clicked() == [0]
        assert not (await user(world)).has_visited_platform

    async def test_what_was_never_given_leads_nowhere(self, world: World) -> None:
        await meet(world)
        await token_of(world)

        assert await world.clicks.follow("x" * 22, hosts=HOSTS, is_counted=True) is None
        assert await world.clicked() == [0]


class PurchasesContract:
    async def test_a_purchase_is_read_back_as_it_was_told(self, world: World) -> None:
        await meet(world)
        await offer(world)
        bought = a_purchase(an_order(amount=Decimal("4900.50"), currency="KZT"))
        await add(world, bought)

        async with world.begin() as tx:
            assert await tx.purchases.find("A-1", PurchaseKind.PURCHASE) == bought
            assert await tx.purchases.find("A-1", REFUND) is None
            assert await tx.purchases.find("A-2", PurchaseKind.PURCHASE) is None
        assert (await user(world)).has_purchased_flow

    async def test_who_gives_back_the_last_has_none_left(self, world: World) -> None:
        await meet(world)
        await offer(world)
        steps = [an_order("A"), an_order("B"), an_order("A", kind=REFUND), an_order("B", kind=REFUND), an_order("C")]
        has_some = []
        for order in steps:
            await add(world, a_purchase(order))
            has_some.append((await user(world)).has_purchased_flow)

        assert has_some == [True, True, True, False, True]

    async def test_an_order_is_kept_once_of_a_kind(self, world: World) -> None:
        await meet(world)
        await offer(world)
        await add(world, a_purchase())

        with pytest.raises(OrderDiffers):
            await add(world, a_purchase(an_order(amount=Decimal(1))))

        async with world.begin() as tx:
            kept = await tx.purchases.find("A-1", PurchaseKind.PURCHASE)
        assert kept == a_purchase()

    async def test_a_purchase_of_nobody_is_kept_for_the_books(self, world: World) -> None:
        await offer(world)
        await add(world, a_purchase(user_id=None))

        async with world.begin() as tx:
            assert await tx.purchases.find("A-1", PurchaseKind.PURCHASE) == a_purchase(user_id=None)

    async def test_a_buyer_is_known_by_id_by_token_or_by_both(self, world: World) -> None:
        await meet(world)
        token = await token_of(world)

        assert await hold(world, Buyer(user_id=ANNA)) == ANNA
        assert await hold(world, Buyer(token=token)) == ANNA
        assert await hold(world, Buyer(token=token, user_id=ANNA)) == ANNA

    async def test_who_is_named_wrongly_is_nobody(self, world: World) -> None:
        await meet(world)
        await meet(world, BORIS, update_id=900_002)
        token = await token_of(world)
        wrong = [
            Buyer(user_id=STRANGER),
            Buyer(token="x" * 22),
            Buyer(token=token, user_id=BORIS),
            Buyer(token="x" * 22, user_id=ANNA),
        ]

        assert [await hold(world, buyer) for buyer in wrong] == [None] * 4


class ConversionsContract:
    async def test_who_comes_has_taken_the_first_step(self, world: World) -> None:
        await meet(world)
        came = (await user(world)).registration_date
        async with world.begin() as tx:
            assert await tx.conversions.of(ANNA) == {ConversionStep.CAME: came}
            assert await tx.conversions.of(BORIS) == {}

    @pytest.mark.parametrize("step", [s for s in ConversionStep if s is not ConversionStep.CAME])
    async def test_the_first_time_stays_and_raises_the_flag(self, world: World, step: ConversionStep) -> None:
        await meet(world)
        await meet(world, BORIS, update_id=900_002)
        for minutes in (0, 5):
            async with world.begin() as tx:
                await tx.conversions.record(ANNA, step, at=NOON + timedelta(minutes=minutes))

        async with world.begin() as tx:
            assert (await tx.conversions.of(ANNA))[step] == NOON
        anna, boris = await user(world), await user(world, BORIS)
        raised = [flag for flag in FLAGS.values() if getattr(anna, flag)]
        assert raised == ([FLAGS[step]] if step in FLAGS else [])
        assert not any(getattr(boris, flag) for flag in FLAGS.values())

    async def test_the_first_whole_consent_is_a_step(self, world: World) -> None:
        await meet(world)
        given = [(ConsentKind.NEWS, False), (ConsentKind.DATA, True), (ConsentKind.NEWS, True)]
        for minute, (kind, is_whole) in enumerate(given):
            answer = ConsentAnswer(kind=kind, version=CURRENT[kind], is_given=True)
            at = NOON + timedelta(minutes=minute)
            async with world.begin() as tx:
                await tx.users.consent(ANNA, answer, cause=a_cause(minute + 1), at=at, is_whole=is_whole)

        async with world.begin() as tx:
            assert (await tx.conversions.of(ANNA))[ConversionStep.CONSENTED] == NOON + timedelta(minutes=1)
            assert await tx.users.consents_of(ANNA) == {ConsentKind.NEWS, ConsentKind.DATA}

    async def test_of_who_is_not_there_nothing_is_kept(self, world: World) -> None:
        async with world.begin() as tx:
            await tx.conversions.record(STRANGER, ConversionStep.STARTED, at=NOON)
            assert await tx.conversions.of(STRANGER) == {}

    async def test_a_rolled_back_step_is_none(self, world: World) -> None:
        await meet(world)
        async with rolled_back(world) as tx:
            await tx.conversions.record(ANNA, ConversionStep.STARTED, at=NOON)

        assert not (await user(world)).has_started_journey
        async with world.begin() as tx:
            assert ConversionStep.STARTED not in await tx.conversions.of(ANNA)


class StreamsContract(CatalogueContract, LinksContract, ClicksContract, PurchasesContract, ConversionsContract):
    """All of the slice."""
