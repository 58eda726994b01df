"""The catalogue, the platform and an interest, as use cases."""

from collections.abc import Awaitable, Callable

import pytest

from relove_core.delivery.model import Button, LinkButton, Outgoing
from relove_core.errors import InvalidInput
from relove_core.safety.levels import CrisisLevel
from relove_core.safety.transitions import HeldForSafety
from relove_core.streams.conversion import ConversionStep
from relove_core.streams.links import LinkHosts
from relove_core.streams.model import INTERESTED, Stream
from relove_core.streams.note_interest import NoteInterest
from relove_core.streams.show_platform import ShowPlatform
from relove_core.streams.show_streams import AT_ONCE, ShowStreams
from relove_core.streams.ways import Ways
from relove_core.testing.builders import ANNA, a_contact, a_stream
from relove_core.users.consent import ConsentKind, ConsentMissing
from relove_core.users.model import Contact
from tests.unit.house import House

HOSTS = LinkHosts.of(["relove.ru"])
TOKEN = f"{1:022}"


class Shop:
    """A house with a catalogue. ``door``: where links are counted."""

    def __init__(self, *streams: Stream, door: str | None = "https://panel.test") -> None:
        self.house = house = House()
        house.world.state.streams.update({stream.slug: stream for stream in streams})
        begin, texts, clock = house.world.begin, house.texts, house.world.clock
        ways = Ways(hosts=HOSTS, platform_url="https://relove.ru/", door=door)
        self.show_streams = ShowStreams(begin=begin, texts=texts, ways=ways, clock=clock)
        self.show_platform = ShowPlatform(begin=begin, texts=texts, ways=ways)
        self.note_interest = NoteInterest(begin=begin, texts=texts)

    async def shown(self, contact: Contact | None = None) -> list[Outgoing]:
        await self.show_streams(await self.house.cause(), contact or a_contact())
        return await self.messages()

    async def says(self, *args: str) -> list[Outgoing]:
        await self.note_interest(await self.house.cause(), a_contact(), args)
        return await self.messages()

    async def messages(self) -> list[Outgoing]:
        return [kept.message for kept in await self.house.world.messages() if kept.message]

    async def interests(self) -> object:
        return (await self.house.anna()).markers.get(INTERESTED)


async def test_the_active_ones_are_shown_in_their_order_each_with_its_buttons() -> None:
    shop = Shop(a_stream("b", title="Второй", position=2), a_stream("a", position=1), a_stream("c", is_active=False))

    (message,) = await shop.shown()

    assert message.html.count("stream(") == 2
    assert message.html.index("Путь Героя") < message.html.index("Второй")
    (link, interest), (second, _) = message.buttons
    assert isinstance(link, LinkButton)
    assert isinstance(second, LinkButton)
    assert isinstance(interest, Button)
    assert (link.label, link.url) == ("Путь Героя", f"https://panel.test/go/{TOKEN}")
    assert second.url != link.url
    assert interest.action.encode() == "interest:a:yes"


async def test_an_offer_that_was_seen_is_a_step_and_an_empty_catalogue_is_none() -> None:
    full, empty = Shop(a_stream()), Shop(a_stream(is_active=False))
    await full.shown()
    (nothing,) = await empty.shown()

    assert full.house.world.state.steps[ANNA, ConversionStep.SAW_OFFER] == full.house.now()
    assert (nothing.html, nothing.buttons) == ("streams-none", ())
    assert (ANNA, ConversionStep.SAW_OFFER) not in empty.house.world.state.steps


async def test_a_long_catalogue_comes_in_parts_that_can_be_sent() -> None:
    streams = [a_stream(f"s{n}", promise="&" * 300, price_note="<" * 120, position=n) for n in range(2 * AT_ONCE + 1)]

    messages = await Shop(*streams).shown()

    assert all(len(message.html) <= 4096 for message in messages)
    rows = [row for message in messages for row in message.buttons]
    assert [row[0].label for row in rows] == [stream.title for stream in streams]


async def test_where_nobody_can_reach_the_panel_links_lead_straight() -> None:
    shop = Shop(a_stream(), door=None)

    (message,) = await shop.shown()

    link = message.buttons[0][0]
    assert isinstance(link, LinkButton)
    assert link.url == a_stream().link
    assert shop.house.world.state.links == {}


async def test_a_programme_off_the_hosts_is_shown_without_a_link() -> None:
    (message,) = await Shop(a_stream(link="https://evil.example/")).shown()

    assert [type(button) for button in message.buttons[0]] == [Button]


async def test_the_platform_has_a_link_of_the_persons_own() -> None:
    shop = Shop()
    await shop.show_platform(await shop.house.cause(), a_contact())

    (message,) = await shop.messages()
    ((link,),) = message.buttons
    assert isinstance(link, LinkButton)
    assert link.url == f"https://panel.test/go/{TOKEN}"
    assert shop.house.world.state.links[TOKEN].user_id == ANNA


def test_a_platform_off_the_hosts_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"^platform_url: "):
        Ways(hosts=HOSTS, platform_url="https://evil.example/", door=None)


async def test_an_interest_is_noted_and_taken_back() -> None:
    shop = Shop(a_stream("a"), a_stream("b"))
    for slug in ("a", "b", "a"):
        *_, noted = await shop.says(slug, "yes")
    assert await shop.interests() == ["b", "a"]

    ((back,),) = noted.buttons
    assert isinstance(back, Button)
    assert back.action.encode() == "interest:a:no"
    *_, gone = await shop.says(*back.action.args)
    assert await shop.interests() == ["b"]
    assert gone.html.startswith("stream-not-interested")


@pytest.mark.parametrize("slug", ["no-such", "off"])
async def test_what_is_not_offered_cannot_interest(slug: str) -> None:
    shop = Shop(a_stream("off", is_active=False))
    (answer,) = await shop.says(slug, "yes")

    assert (answer.html, await shop.interests()) == ("stream-gone", None)


@pytest.mark.parametrize("args", [(), ("a",), ("a", "maybe"), ("a", "yes", "no")])
async def test_a_button_that_is_none_of_ours_notes_nothing(args: tuple[str, ...]) -> None:
    shop = Shop(a_stream("a"))

    with pytest.raises(InvalidInput):
        await shop.says(*args)

    assert await shop.interests() is None


@pytest.mark.parametrize("what", ["streams", "platform", "interest"])
async def test_nobody_is_offered_anything_in_a_crisis(what: str) -> None:
    shop = Shop(a_stream("a"))
    cause = await shop.house.cause()
    async with shop.house.world.begin() as tx:
        heard = (await tx.safety.of(ANNA)).hear(CrisisLevel.SUPPORT, at=shop.house.now())
        await tx.safety.save(heard)

    offers: dict[str, Callable[[Contact], Awaitable[None]]] = {
        "streams": lambda contact: shop.show_streams(cause, contact),
        "platform": lambda contact: shop.show_platform(cause, contact),
        "interest": lambda contact: shop.note_interest(cause, contact, ("a", "yes")),
    }
    for contact in (a_contact(is_held=True), a_contact()):
        with pytest.raises(HeldForSafety):
            await offers[what](contact)

    assert await shop.messages() == []
    assert shop.house.world.state.links == {}
    assert await shop.interests() is None


async def test_the_needed_consents_come_first_and_the_third_is_not_needed() -> None:
    shop = Shop(a_stream())
    with pytest.raises(ConsentMissing):
        await shop.shown(a_contact(consents=[ConsentKind.RULES, ConsentKind.NEWS]))

    assert await Shop(a_stream()).shown(a_contact(consents=[ConsentKind.RULES, ConsentKind.DATA]))
