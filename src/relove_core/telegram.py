"""The port to what a person's Telegram account says about them in public: bio, posts of their own channel, photo."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Protocol

from relove_core.errors import Unavailable
from relove_core.ids import UserId
from relove_core.markup import clean, clip

BIO_CHARS = 300
"""Telegram's own limit is 70, and 140 with Premium."""
MOST_POSTS = 20
"""As many as getUserPersonalChatMessages gives. Source: Bot API 10."""
POST_CHARS = 1_000
POSTS_CHARS = 8_000
"""All posts together: what a portrait is asked for with stays small."""
JPEG_BYTES = 200_000
"""A JPEG of 320 px takes some 20,000."""
KEY_CHARS = 128

_LOOKED_AT = 8
"""So many times the length of what is kept is looked at: megabytes of rubbish cost nothing."""
_JPEG = b"\xff\xd8\xff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A profile photo, small and made anew. ``key`` is Telegram's own: the same photo has the same one for ever."""

    key: str
    jpeg: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not 0 < len(self.key) <= KEY_CHARS:
            raise ValueError(f"the key of a photo has 1 to {KEY_CHARS} characters")
        if not self.jpeg.startswith(_JPEG) or len(self.jpeg) > JPEG_BYTES:
            raise ValueError(f"a photo is a JPEG of at most {JPEG_BYTES} bytes")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPage:
    """What could be read; made by ``limited``. Raw words of a person, or of whoever writes to their channel: data only.

    ``bio`` is never blank, ``posts`` are newest first and none is blank, ``photo`` is there only where it is new;
    ``is_photo_gone``: one is kept, and the person shows none any more.
    ``is_whole``: what is missing is not there; else somebody was late who may have known of it.
    """

    bio: str | None = field(default=None, repr=False)
    posts: tuple[str, ...] = field(default=(), repr=False)
    photo: Photo | None = None
    is_photo_gone: bool = False
    is_whole: bool = True

    def __post_init__(self) -> None:
        if self.bio is not None and not 0 < len(self.bio) <= BIO_CHARS:
            raise ValueError(f"a bio has 1 to {BIO_CHARS} characters")
        if len(self.posts) > MOST_POSTS or sum(map(len, self.posts)) > POSTS_CHARS:
            raise ValueError(f"at most {MOST_POSTS} posts of {POSTS_CHARS} characters together")
        if not all(0 < len(post) <= POST_CHARS for post in self.posts):
            raise ValueError(f"a post has 1 to {POST_CHARS} characters")

    def filled_by(self, other: "PublicPage") -> "PublicPage":
        """This page, and of the other one what is missing here."""
        return replace(
            self,
            bio=self.bio or other.bio,
            posts=self.posts or other.posts,
            photo=self.photo or other.photo,
            is_photo_gone=self.is_photo_gone or other.is_photo_gone,
        )


def limited(*, bio: str | None = None, posts: Iterable[str | None] = (), photo: Photo | None = None) -> PublicPage:
    """Whatever was read, without what nobody sees and without what is too long; blank posts are left out.

    ``posts`` come newest first: when there is no room left, the older ones go.
    """
    return PublicPage(bio=_line(bio, BIO_CHARS) or None, posts=tuple(_kept(posts)), photo=photo)


def _kept(posts: Iterable[str | None]) -> Iterator[str]:
    room = POSTS_CHARS
    for post in islice(posts, MOST_POSTS):
        line = _line(post, POST_CHARS)
        room -= len(line)
        if room < 0:
            return
        if line:
            yield line


def _line(text: str | None, chars: int) -> str:
    return clip(clean((text or "")[: chars * _LOOKED_AT]), chars)


class ReadLater(Unavailable):
    """Nothing could be read now, which says nothing about the person: after ``retry_after`` it may be tried again."""

    code = "telegram.read_later"


class TelegramReaderPort(Protocol):
    async def read(self, user_id: UserId, *, username: str | None, photo_key: str | None) -> PublicPage:
        """What the person shows to everybody; what cannot be read, or is not there, is absent.

        ``username`` is the one last seen, without @. ``photo_key`` is the key of the photo that is kept already: that
        one is not fetched again, and the page has no photo; without one ``is_photo_gone`` is not told.

        Raises:
            ReadLater: Telegram asks to wait, or cannot be reached.
        """
        ...
