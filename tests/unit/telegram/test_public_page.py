"""What a page of a person may hold: only a little, and nothing that nobody sees."""

import pytest

from relove_core.telegram import BIO_CHARS, MOST_POSTS, POST_CHARS, POSTS_CHARS, Photo, PublicPage, limited

JPEG = b"\xff\xd8\xff\xe0" + bytes(100)


def test_nothing_read_is_an_empty_page() -> None:
    assert limited() == PublicPage(bio=None, posts=(), photo=None)


def test_a_page_keeps_the_words_and_their_order() -> None:
    page = limited(bio="Учусь говорить «нет».", posts=["Вчера я ушла.", "Я устала."])

    assert page == PublicPage(bio="Учусь говорить «нет».", posts=("Вчера я ушла.", "Я устала."))


@pytest.mark.parametrize("rubbish", ["", "   \n\t", "\u200b\u200e\u2066", None])
def test_what_shows_nothing_is_absent(rubbish: str | None) -> None:
    assert limited(bio=rubbish, posts=[rubbish, "слова", rubbish]) == PublicPage(posts=("слова",))


@pytest.mark.parametrize("hidden", ["\u200b", "\u202e", "\u2066", "\x00", "\x1b", "\ud800", "\U000e0041"])
def test_what_nobody_sees_is_taken_out(hidden: str) -> None:
    assert limited(bio=f"Анна{hidden}!", posts=[f"пи{hidden}сьмо"]) == PublicPage(bio="Анна!", posts=("письмо",))


def test_megabytes_of_rubbish_become_a_small_page() -> None:
    rubbish = "\x00я\u202e" * 1_400_000

    page = limited(bio=rubbish, posts=[rubbish] * 100)

    assert page.bio is not None
    assert len(page.bio) == BIO_CHARS
    assert {len(post) for post in page.posts} == {POST_CHARS}
    assert sum(map(len, page.posts)) == POSTS_CHARS


def test_only_the_newest_posts_are_kept() -> None:
    page = limited(posts=[f"пост {number}" for number in range(50)])

    assert page.posts == tuple(f"пост {number}" for number in range(MOST_POSTS))


def test_a_post_that_has_no_room_left_is_left_out_with_all_that_are_older() -> None:
    long = "ж" * POST_CHARS

    page = limited(posts=["новый", *[long] * 7, long, "старый"])

    assert page.posts == ("новый", *[long] * 7)


@pytest.mark.parametrize(
    "page",
    [
        {"bio": ""},
        {"bio": "ж" * (BIO_CHARS + 1)},
        {"posts": ("",)},
        {"posts": ("ж" * (POST_CHARS + 1),)},
        {"posts": ("ж",) * (MOST_POSTS + 1)},
        {"posts": ("ж" * POST_CHARS,) * 9},
    ],
)
def test_a_page_that_is_too_long_cannot_be_made(page: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"at most|characters"):
        PublicPage(**page)  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize(
    ("key", "jpeg"), [("", JPEG), ("k" * 129, JPEG), ("key", b""), ("key", b"<svg/>"), ("key", JPEG + bytes(200_000))]
)
def test_a_photo_is_a_small_jpeg_with_a_key(key: str, jpeg: bytes) -> None:
    with pytest.raises(ValueError, match="photo"):
        Photo(key=key, jpeg=jpeg)


def test_a_page_is_filled_by_another_only_where_it_is_empty() -> None:
    photo = Photo(key="key", jpeg=JPEG)

    filled = PublicPage(bio="своё").filled_by(PublicPage(bio="чужое", posts=("пост",), photo=photo))

    assert filled == PublicPage(bio="своё", posts=("пост",), photo=photo)


def test_a_page_tells_nothing_of_the_person_when_it_is_shown() -> None:
    page = limited(bio="тайна", posts=["тайна"], photo=Photo(key="key", jpeg=JPEG + b"tajna"))

    assert "тайна" not in repr(page)
    assert "tajna" not in repr(page)
