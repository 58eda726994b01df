"""What the Bot API tells about a person: no account of anybody is needed for it."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNotFound,
    TelegramRetryAfter,
)
from aiogram.methods import GetChat, GetFile, GetUserPersonalChatMessages, GetUserProfilePhotos, TelegramMethod
from aiogram.types import Message, UserProfilePhotos

from relove_adapters.telegram.photo_files import PhotoFiles, PhotoNotFetched, suitable
from relove_adapters.telegram.photos import PhotoRefused, small_jpeg
from relove_core.ids import UserId
from relove_core.telegram import MOST_POSTS, Photo, PublicPage, ReadLater, limited

log = structlog.get_logger()

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class BotApiReader:
    """``timeout_s`` is for each of the four questions and for the photo.

    The address of a file holds the token, and the errors of HTTP libraries quote addresses: none of them is handed on.
    """

    bot: Bot
    timeout_s: int = 10

    async def read(self, user_id: UserId, *, username: str | None, photo_key: str | None) -> PublicPage:
        del username
        retry_after = None
        try:
            return await self._page(user_id, photo_key)
        except TelegramRetryAfter as e:
            failure, retry_after = "asks to wait", timedelta(seconds=e.retry_after)
        except AiogramError as e:
            failure = type(e).__name__
        raise ReadLater(f"The Bot API cannot tell now: {failure}", retry_after=retry_after)

    async def _page(self, user_id: UserId, photo_key: str | None) -> PublicPage:
        chat = await self._asked(GetChat(chat_id=user_id))
        if chat is None:
            return PublicPage()
        posts = await self._posts(user_id) if chat.personal_chat else []
        album = await self._asked(GetUserProfilePhotos(user_id=user_id, limit=1))
        page = limited(bio=chat.bio, posts=posts, photo=await self._photo(user_id, album, photo_key))
        return replace(page, is_photo_gone=photo_key is not None and album is not None and album.total_count == 0)

    async def _posts(self, user_id: UserId) -> list[str | None]:
        found = await self._asked(GetUserPersonalChatMessages(user_id=user_id, limit=MOST_POSTS))
        newest_first = sorted(found or (), key=lambda message: message.message_id, reverse=True)
        return [_own_words(message) for message in newest_first]

    async def _photo(self, user_id: UserId, album: UserProfilePhotos | None, known: str | None) -> Photo | None:
        size = suitable(album.photos[0]) if album and album.photos else None
        if size is None or size.file_unique_id == known:
            return None
        file = await self._asked(GetFile(file_id=size.file_id))
        if file is None or file.file_path is None:
            return None
        try:
            content = await PhotoFiles(bot=self.bot, timeout_s=self.timeout_s).fetch(file.file_path)
            return Photo(key=size.file_unique_id, jpeg=await small_jpeg(content))
        except (PhotoNotFetched, PhotoRefused) as e:
            log.warning("photo.refused", user_id=user_id, refusal=str(e))
        return None

    async def _asked(self, method: TelegramMethod[T]) -> T | None:
        """The answer, or nothing where Telegram has none for us."""
        try:
            return await self.bot(method, request_timeout=self.timeout_s)
        except (TelegramBadRequest, TelegramForbiddenError, TelegramNotFound):
            return None
        except ClientDecodeError as e:
            if not isinstance(e.data, dict) or not e.data.get("ok"):
                raise
            # Told in words that aiogram does not know yet: they will be the same tomorrow.
            log.warning("reader.answer_unknown", method=method.__api_method__)
            return None


def _own_words(message: Message) -> str | None:
    """What was forwarded is somebody else's."""
    return None if message.forward_origin else message.text or message.caption
