"""What a person may set: each press writes one thing and shows what is set now."""

from collections.abc import Mapping

import pytest

from relove_adapters.cities import BabelCities
from relove_adapters.texts.fluent import FluentTexts
from relove_core.delivery.model import Button, Outgoing
from relove_core.errors import InvalidInput
from relove_core.testing.builders import ANNA, a_cause, a_contact
from relove_core.testing.known_cities import KnownCities
from relove_core.users.change_setting import ChangeSetting
from relove_core.users.consent import CURRENT, REQUIRED, ConsentAnswer, ConsentKind
from relove_core.users.model import Contact, Gender, Intensity, Language
from relove_core.users.settings import OFFERED_ZONES, Change, VoiceChoice, Zone, change_of, setting
from relove_core.users.settings_page import SettingsPage
from relove_core.users.show_settings import ShowSettings
from tests.unit.house import House

CHANGES: list[Change] = [
    *Gender,
    *Intensity,
    *Language,
    *VoiceChoice,
    *map(Zone, OFFERED_ZONES),
    *(
        ConsentAnswer(kind=kind, version=version, is_given=given)
        for kind, version in CURRENT.items()
        for given in (True, False)
    ),
]


def page_of(house: House, *, hears_voice: bool = True) -> SettingsPage:
    return SettingsPage(texts=house.texts, cities=KnownCities(), hears_voice=hears_voice)


def changing(house: House) -> ChangeSetting:
    begin, clock = house.world.begin, house.world.clock
    return ChangeSetting(begin=begin, page=page_of(house), texts=house.texts, cities=KnownCities(), clock=clock)


async def presses(house: House, *args: str, contact: Contact | None = None) -> None:
    await changing(house)(await house.cause(), contact or await house.contact(), args)


def real_page(contact: Contact, *, hears_voice: bool = True, zone: str | None = "Asia/Omsk") -> Outgoing:
    page = SettingsPage(texts=FluentTexts(), cities=BabelCities(), hears_voice=hears_voice)
    return page(a_cause(), contact, zone)


def buttons_of(message: Outgoing) -> Mapping[str, str]:
    return {b.action.encode(): b.label for row in message.buttons for b in row if isinstance(b, Button)}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: setting(change).encode())
def test_every_button_says_what_it_changes(change: Change) -> None:
    action = setting(change)

    assert action.name == "set"
    assert change_of(action.args) == change


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("gender",),
        ("gender", "Female"),
        ("gender", "female", "now"),
        ("intensity", "hardest"),
        ("language", "de"),
        ("voice", "yes"),
        ("zone", "Europe/Atlantis"),
        ("zone", "Europe/Berlin"),
        ("name", "Анна"),
        ("data", CURRENT[ConsentKind.DATA], "maybe"),
        ("soul", "2026-11", "yes"),
    ],
    ids=":".join,
)
async def test_what_no_button_of_ours_says_is_refused_and_changes_nothing(args: tuple[str, ...]) -> None:
    house = House()
    cause = await house.cause()
    before = await house.anna()

    with pytest.raises(InvalidInput):
        await changing(house)(cause, a_contact(), args)

    assert await house.anna() == before
    assert not house.world.state.consents
    assert await house.sent() == []


@pytest.mark.parametrize("intensity", list(Intensity))
async def test_how_hard_to_ask_is_kept_and_shown(intensity: Intensity) -> None:
    house = House()
    await presses(house, "intensity", intensity.value)

    assert (await house.anna()).intensity is intensity
    (shown,) = await house.sent()
    assert f"settings-intensity(intensity={intensity})" in shown
    assert await house.is_quiet()


@pytest.mark.parametrize("gender", list(Gender))
async def test_how_to_address_a_person_is_kept_and_shown(gender: Gender) -> None:
    house = House()
    await presses(house, "gender", gender.value, contact=a_contact(gender=None, has_time_zone=False))

    assert (await house.anna()).gender is gender
    (shown,) = await house.sent()
    assert shown.startswith("settings"), "no question of the acquaintance"


@pytest.mark.parametrize(("choice", "is_on"), [("on", True), ("off", False)])
async def test_voice_can_be_switched(choice: str, is_on: bool) -> None:
    house = House()
    await presses(house, "voice", choice)

    assert (await house.anna()).takes_voice is is_on
    (shown,) = await house.sent()
    assert f"settings-voice(heard={choice})" in shown


async def test_a_new_language_brings_its_own_menu() -> None:
    house = House()
    await presses(house, "language", "en")

    assert (await house.anna()).language is Language.ENGLISH
    spoken, page = (m.message for m in await house.world.messages())
    assert spoken is not None
    assert page is not None
    assert (spoken.html, bool(spoken.menu)) == ("settings-language-chosen", True)
    assert page.html.startswith("settings")


async def test_the_time_is_told_by_a_button() -> None:
    house = House()
    await presses(house, "zone", "Asia/Kamchatka")

    assert (await house.anna()).time_zone == "Asia/Kamchatka"
    (shown,) = await house.sent()
    assert "settings-zone(city=Asia/Kamchatka)" in shown


async def test_the_time_is_told_by_the_name_of_a_city() -> None:
    house = House()
    await changing(house).to_city(await house.cause(), await house.contact(), "Омск")

    assert (await house.anna()).time_zone == "Asia/Omsk"
    (shown,) = await house.sent()
    assert "settings-zone(city=Asia/Omsk)" in shown


async def test_an_unknown_city_changes_nothing_and_is_answered_by_the_list() -> None:
    house = House()
    await changing(house).to_city(await house.cause(), await house.contact(), "Китеж")

    assert (await house.anna()).time_zone is None
    (message,) = (m.message for m in await house.world.messages())
    assert message is not None
    assert message.html == "settings-city-unknown"
    assert len(buttons_of(message)) == len(OFFERED_ZONES)


async def test_news_can_be_refused_and_wanted_again() -> None:
    house = House()
    version = CURRENT[ConsentKind.NEWS]
    for said in ("no", "yes"):
        await presses(house, "news", version, said)

    assert ConsentKind.NEWS in await _given(house)
    refused, wanted = await house.sent()
    assert "settings-news(given=no)" in refused
    assert "settings-news(given=yes)" in wanted


@pytest.mark.parametrize("kind", sorted(REQUIRED))
async def test_a_withdrawn_required_consent_ends_it_kindly(kind: ConsentKind) -> None:
    house = House()
    await presses(house, kind.value, CURRENT[kind], "yes")
    await presses(house, kind.value, CURRENT[kind], "no")

    assert kind not in await _given(house)
    assert (await house.sent())[-1] == "consent-refused"


async def test_a_button_of_an_old_text_decides_nothing_and_the_present_text_is_asked() -> None:
    house = House()
    await presses(house, "data", "2020-01", "yes", contact=a_contact(consents=[ConsentKind.RULES]))

    assert not house.world.state.consents
    assert await house.sent() == ["ask-data"]


async def _given(house: House) -> frozenset[ConsentKind]:
    async with house.world.begin() as tx:
        return await tx.users.consents_of(ANNA)


async def test_everything_can_be_changed_from_the_page() -> None:
    house = House()
    show = ShowSettings(begin=house.world.begin, page=page_of(house))
    await show(await house.cause(), a_contact())

    (message,) = (m.message for m in await house.world.messages())
    assert message is not None
    assert set(buttons_of(message)) == {
        *("set:intensity:softer", "set:intensity:harder", "set:gender:male", "set:gender:undisclosed"),
        *("set:language:en", "set:voice:off", "zones"),
        *(f"set:{kind}:{version}:no" for kind, version in CURRENT.items()),
    }


async def test_the_list_of_times_is_shown() -> None:
    house = House()
    show = ShowSettings(begin=house.world.begin, page=page_of(house))
    await show.zones(await house.cause(), a_contact())

    (message,) = (m.message for m in await house.world.messages())
    assert message is not None
    assert set(buttons_of(message)) == {f"set:zone:{zone}" for zone in OFFERED_ZONES}


def test_where_nobody_transcribes_voice_is_not_offered() -> None:
    page = real_page(a_contact(), hears_voice=False)

    assert "их некому распознать" in page.html
    assert not any(action.startswith("set:voice") for action in buttons_of(page))


def test_who_has_voice_on_reads_that_it_leaves_as_it_is() -> None:
    assert "имена, сказанные вслух, не спрятать" in real_page(a_contact()).html
    assert "только читаю" in real_page(a_contact(takes_voice=False)).html


def test_a_time_zone_is_called_by_its_city() -> None:
    assert "Омск" in real_page(a_contact()).html
    assert "Omsk" in real_page(a_contact(language=Language.ENGLISH)).html
    assert "как в Москве" in real_page(a_contact(), zone=None).html


@pytest.mark.parametrize("language", list(Language))
def test_buttons_are_short_enough_for_a_telephone(language: Language) -> None:
    labels = buttons_of(real_page(a_contact(language=language, intensity=Intensity.HARDER))).values()

    assert max(map(len, labels)) <= 32
