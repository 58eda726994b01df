"""What a portrait is made of, and when it is too little."""

from dataclasses import replace

import pytest

from relove_core.activity.model import ActivityKind
from relove_core.profiles.material import ENOUGH_CHARS, Deed, Material, is_enough, showable
from relove_core.telegram import Photo, PublicPage
from relove_core.testing.clock import NOON

JPEG = b"\xff\xd8\xff" + bytes(10)
POST = "а" * ENOUGH_CHARS


def deed(number: int = 1, text: str | None = None, *, name: str | None = None) -> Deed:
    kind = ActivityKind.MESSAGE if text else ActivityKind.COMMAND
    return Deed(id=number, at=NOON, kind=kind, name=name, text=text)


@pytest.mark.parametrize(
    "material",
    [
        Material(page=PublicPage(posts=(POST,))),
        Material(page=PublicPage(bio="б" * 50), deeds=(deed(1, "в" * 150),)),
        Material(deeds=tuple(deed(n, f"{n}" * 50) for n in range(1, 5))),
    ],
)
def test_a_post_or_a_few_answers_are_enough(material: Material) -> None:
    assert is_enough(material)


@pytest.mark.parametrize(
    "material",
    [
        Material(),
        Material(page=PublicPage(posts=(POST[1:],))),
        Material(deeds=tuple(deed(n, "да, наверное, так и есть") for n in range(50))),
        Material(deeds=tuple(deed(n, name="diagnostic") for n in range(50))),
        Material(deeds=(deed(1, " " * 300),)),
    ],
)
def test_nothing_said_said_again_or_only_pressed_is_too_little(material: Material) -> None:
    assert not is_enough(material)


def test_a_photo_makes_no_new_material_but_words_and_instructions_do() -> None:
    page = PublicPage(bio="Мама двоих", posts=("Пост",))
    material = Material(deeds=(deed(1, "Я устала"),), page=page)

    same = replace(material, page=replace(page, photo=Photo(key="k", jpeg=JPEG)))
    others = [
        replace(material, page=replace(page, bio="Мама троих")),
        replace(material, page=replace(page, posts=())),
        replace(material, deeds=(deed(1, "Я устал"),)),
        replace(material, deeds=(deed(2, "Я устала"),)),
    ]

    assert same.key("v1") == material.key("v1") != material.key("v2")
    assert len({other.key("v1") for other in (material, *others)}) == len(others) + 1


def test_the_sources_are_counted_and_never_quoted() -> None:
    material = Material(deeds=(deed(1, "Я устала"), deed(2)), page=PublicPage(bio="Мама", posts=("а", "б")))

    assert material.sources == {"activities": 2, "remarks": 1, "posts": 2, "bio": 1}


def test_what_does_not_fit_is_done_but_not_said() -> None:
    words = [f"{n} {'слово ' * 600}".strip() for n in range(9)]
    material = Material(deeds=tuple(deed(n, text) for n, text in enumerate(words)))

    shown = showable(material)

    assert [d.id for d in shown.deeds] == [d.id for d in material.deeds]
    assert list(shown.said) == words[-4:]
