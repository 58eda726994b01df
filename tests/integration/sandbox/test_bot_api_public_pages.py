"""What people show to everybody: bio, posts of their channel, profile photo."""

import base64
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramRetryAfter, TelegramServerError
from aiogram.types import MessageOriginChannel
from PIL import Image

from sandbox.bot_api.first_pages import POSTS
from tests.integration.sandbox.bot_api_stand import ANNA, MIKHAIL, Stand, running

LENA = 5001
JPEG = base64.b64encode(b"\xff\xd8\xff not looked into").decode()


@pytest.fixture
async def stand(tmp_path: Path) -> AsyncIterator[Stand]:
    async with running(tmp_path) as stand:
        await stand.post("/sandbox/people", {"id": LENA, "first_name": "Лена", "is_started": True})
        yield stand


async def test_the_first_people_have_something_to_show(stand: Stand) -> None:
    for person_id, posts in POSTS.items():
        await stand.say("/start", person=person_id)

        chat = await stand.bot.get_chat(person_id)
        shown = await stand.bot.get_user_personal_chat_messages(person_id, limit=20)

        assert chat.bio
        assert chat.personal_chat is not None
        assert [m.chat.id for m in shown] == [chat.personal_chat.id] * len(posts)
        assert all(m.text or m.caption for m in shown)


async def test_one_of_the_first_people_has_a_picture_that_can_be_looked_at(stand: Stand) -> None:
    album = await stand.bot.get_user_profile_photos(ANNA)
    file = await stand.bot.get_file(album.photos[0][0].file_id)
    content = BytesIO()

    await stand.bot.download_file(str(file.file_path), content)

    with Image.open(content) as picture:
        assert (picture.format, picture.size) == ("JPEG", (320, 320))
    assert album.total_count == 1
    assert album.photos[0][0].file_unique_id == file.file_unique_id


async def test_the_pages_come_once_and_to_those_who_were_there_before_too(tmp_path: Path) -> None:
    async with running(tmp_path) as stand:
        await stand.say("/start")
        await stand.post("/sandbox/people", {"id": ANNA, "bio": "Своё", "posts": ["Свой пост"], "photo": None})

    async with running(tmp_path) as stand:
        assert (await stand.bot.get_chat(ANNA)).bio == "Своё"
        assert [m.text for m in await stand.bot.get_user_personal_chat_messages(ANNA, limit=20)] == ["Свой пост"]
        assert (await stand.bot.get_user_profile_photos(ANNA)).photos == []


async def test_whoever_shows_nothing_has_no_channel_no_posts_and_no_photo(stand: Stand) -> None:
    chat = await stand.bot.get_chat(LENA)

    assert (chat.bio, chat.personal_chat) == (None, None)
    assert await stand.bot.get_user_personal_chat_messages(LENA, limit=1) == []
    assert (await stand.bot.get_user_profile_photos(LENA)).total_count == 0


async def test_posts_come_newest_first_and_no_more_than_asked_for(stand: Stand) -> None:
    await stand.post("/sandbox/people", {"id": LENA, "posts": [f"пост {number}" for number in range(30)]})

    shown = await stand.bot.get_user_personal_chat_messages(LENA, limit=20)

    assert [m.text for m in shown] == [f"пост {number}" for number in range(29, 9, -1)]
    assert [m.message_id for m in shown] == list(range(30, 10, -1))


async def test_a_post_may_be_a_picture_with_a_caption_or_somebody_elses(stand: Stand) -> None:
    posts = [{"caption": "Закат"}, {"text": "Чужое", "is_forwarded": True}]
    await stand.post("/sandbox/people", {"id": LENA, "posts": posts})

    forwarded, picture = await stand.bot.get_user_personal_chat_messages(LENA, limit=2)

    assert isinstance(forwarded.forward_origin, MessageOriginChannel)
    assert picture.caption == "Закат"
    assert picture.photo


async def test_a_photo_can_be_changed_and_taken_away(stand: Stand) -> None:
    keys = []
    for _ in range(2):
        await stand.post("/sandbox/people", {"id": LENA, "photo": JPEG})
        keys.append((await stand.bot.get_user_profile_photos(LENA)).photos[0][0].file_unique_id)

    await stand.post("/sandbox/people", {"id": LENA, "photo": None})

    assert keys[0] != keys[1]
    assert (await stand.bot.get_user_profile_photos(LENA)).photos == []


@pytest.mark.parametrize("page", [{"posts": "пост"}, {"posts": [1]}, {"photo": "не base64"}, {"photo": ""}])
async def test_a_page_that_makes_no_sense_is_refused_whole(stand: Stand, page: dict[str, object]) -> None:
    answer = await stand.post("/sandbox/people", {"id": LENA, "bio": "Новое", **page})

    assert answer["error_code"] == 400
    assert (await stand.bot.get_chat(LENA)).bio is None


@pytest.mark.parametrize("limit", [0, 21, -1])
async def test_so_many_posts_are_not_given(stand: Stand, limit: int) -> None:
    with pytest.raises(TelegramBadRequest):
        await stand.bot.get_user_personal_chat_messages(ANNA, limit=limit)


async def test_of_strangers_nothing_is_told(stand: Stand) -> None:
    with pytest.raises(TelegramBadRequest):
        await stand.bot.get_chat(MIKHAIL)
    with pytest.raises(TelegramBadRequest):
        await stand.bot.get_user_personal_chat_messages(404404, limit=1)
    with pytest.raises(TelegramBadRequest):
        await stand.bot.get_user_profile_photos(404404)


async def test_the_questions_are_logged_and_disturbed_by_person(stand: Stand) -> None:
    rules = [
        {"kind": "429", "method": "getUserPersonalChatMessages", "chat_id": ANNA, "retry_after": 7},
        {"kind": "500", "method": "getUserProfilePhotos", "chat_id": ANNA},
    ]
    await stand.post("/sandbox/faults", rules)

    with pytest.raises(TelegramRetryAfter):
        await stand.bot.get_user_personal_chat_messages(ANNA, limit=1)
    with pytest.raises(TelegramServerError):
        await stand.bot.get_user_profile_photos(ANNA)

    assert await stand.bot.get_user_personal_chat_messages(LENA, limit=1) == []
    asked = [(call["chat_id"], call["outcome"]) for call in await stand.calls("getUserPersonalChatMessages")]
    assert asked == [(ANNA, 429), (LENA, 200)]
