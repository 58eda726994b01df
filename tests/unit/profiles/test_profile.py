"""What is known of a person over all conversations, and how it is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relove_adapters.texts.fluent import FluentTexts
from relove_core.ids import SessionId
from relove_core.profiles.model import CELLS, ENOUGH, MOST_NAMES, WINDOW, Profile, Signs, profile_from, signs_of
from relove_core.profiles.show_profile import ShowProfile
from relove_core.safety.transitions import HeldForSafety
from relove_core.testing.builders import a_contact
from relove_core.texts import Voice
from relove_core.users.consent import ConsentMissing
from tests.unit.house import House


def learnt(*signs: Signs, **found: tuple[str, ...]) -> Profile:
    profile = Profile()
    for n, sign in enumerate(signs, start=1):
        profile = profile.learn(
            SessionId(n), patterns=found.get("patterns", ()), core_issue=None, themes=(), signs=sign
        )
    return profile


def test_of_many_names_the_newest_are_remembered() -> None:
    names = [f"Имя{n}" for n in range(MOST_NAMES)]

    profile = profile_from(Profile().acquainted(names).acquainted(["Тирион", names[3]]).as_dict())

    assert len(profile.names) == MOST_NAMES
    assert profile.names[:4] == ("Тирион", "Имя3", "Имя0", "Имя1")
    assert names[-1] not in profile.names
    assert profile.is_empty


def test_light_is_what_was_named_and_shadow_what_repeats_or_stays_shut() -> None:
    assert signs_of(insights=["я боюсь", "я злюсь"], patterns=["бегство"], difficulties=["?", "?"]) == Signs(2, 3)


@pytest.mark.parametrize(
    ("light", "dark", "cells"),
    [
        (0, ENOUGH, 0),
        (ENOUGH, 0, CELLS),
        (3, 3, 3),
        (5, 3, 3),
        (4, 2, 3),
        (5, 1, 4),
        (1, 5, 1),
        (2, 3, None),
        (0, 0, None),
    ],
)
def test_the_scale_is_the_share_of_light(light: int, dark: int, cells: int | None) -> None:
    assert learnt(Signs(light, dark)).light == cells


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_the_scale_has_its_cells_and_grows_with_light(light: int, dark: int) -> None:
    found, more = learnt(Signs(light, dark)).light, learnt(Signs(light + 1, dark)).light

    assert found is None or (0 <= found <= CELLS and more is not None and more >= found)


def test_only_the_newest_conversations_count() -> None:
    profile = learnt(*[Signs(0, 6)] * 3, *[Signs(6, 0)] * WINDOW)

    assert profile.light == CELLS


def test_a_conversation_without_signs_pushes_none_out() -> None:
    profile = learnt(Signs(6, 0), *[Signs(0, 0)] * (WINDOW + 1))

    assert profile.light == CELLS


def test_what_is_learnt_is_added_newest_first_and_a_known_core_stays() -> None:
    first = Profile().learn(SessionId(1), patterns=["бегство"], core_issue="вина", themes=["дом"], signs=Signs(1, 1))
    second = first.learn(SessionId(2), patterns=["спасать", "бегство"], core_issue=None, themes=[], signs=Signs(0, 0))

    assert second.patterns == ("спасать", "бегство")
    assert (second.core_issue, second.themes, second.session_id) == ("вина", ("дом",), 2)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=8))
def test_a_profile_is_read_back_as_it_was_kept(signs: list[tuple[int, int]]) -> None:
    profile = learnt(*(Signs(*s) for s in signs), patterns=("бегство",))

    assert profile_from(profile.as_dict()) == profile


@pytest.mark.parametrize("kept", [None, {}, {"patterns": None}, {"core_issue": None, "themes": []}])
def test_an_earlier_or_empty_profile_can_be_read(kept: dict[str, object] | None) -> None:
    assert profile_from(kept) == Profile()


async def show(profile: Profile, *, stage: str | None = None) -> str:
    house = House()
    cause = await house.cause()
    async with house.world.begin() as tx:
        await tx.users.learn(a_contact().user_id, metaphysical_profile=profile.as_dict())
    await ShowProfile(begin=house.world.begin, texts=FluentTexts())(cause, a_contact(stage=stage))
    (said,) = await house.sent()
    return said


async def test_my_profile_reads_well_in_russian() -> None:
    profile = Profile(patterns=("бегство", "<b>"), core_issue="вина", themes=("дом",), signs=(Signs(5, 3),))

    said = await show(profile, stage="ORDEAL")

    assert "☀️▰▰▰▱▱🌑\nСвета чуть больше" in said
    assert "• бегство\n• &lt;b&gt;" in said
    assert "<b>Похоже, корень здесь</b>\n• вина" in said
    assert "🔥 Главное испытание" in said


async def test_where_there_is_too_little_it_says_so() -> None:
    said = await show(Profile())

    assert "Недостаточно данных" in said
    assert "▰" not in said
    assert "🔥" not in said


async def test_my_profile_needs_consent_and_the_ordinary_level() -> None:
    house = House()
    ability = ShowProfile(begin=house.world.begin, texts=house.texts)
    cause = await house.cause()

    with pytest.raises(ConsentMissing):
        await ability(cause, a_contact(consents=()))
    with pytest.raises(HeldForSafety):
        await ability(cause, a_contact(is_held=True))


def test_every_place_on_the_scale_has_a_sentence_of_its_own() -> None:
    texts = FluentTexts()
    for language in ("ru", "en"):
        said = {texts("profile-scale", Voice(language, "unknown"), bar="", light=n) for n in range(CELLS + 1)}
        assert len(said) == CELLS + 1
