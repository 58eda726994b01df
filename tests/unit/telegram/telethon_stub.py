"""A Telegram as Telethon sees it: its own types, its own errors, and no network."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from telethon import errors
from telethon.tl import functions, types

from relove_adapters.telegram.telethon_account import TelethonAccount
from relove_adapters.telegram.telethon_reader import TelethonReader
from tests.contracts.telegram_reader import LENA, NAME, WAIT

CHANNEL_ID = 777
CHANNEL_NAME = "lena_writes"


class StubTelegram:
    """``errors``: what a kind of request ends in, ``None`` for all; ``connects`` says how connecting ends."""

    def __init__(self) -> None:
        self.people: dict[str, types.User] = {}
        self.channels: dict[str, types.Channel] = {}
        self.bio: str | None = None
        self.shows_channel = True
        self.posts: list[Any] = []
        self.errors: dict[type | None, BaseException] = {}
        self.connecting: BaseException | None = None
        self.asked: list[str] = []
        self.opened = self.closed = 0
        self.is_open = self.is_silent = False
        self.now = 0.0
        self.account = TelethonAccount(self, now=lambda: self.now)
        self.reader = TelethonReader(account=self.account)

    async def lena_shows(
        self, *, bio: str | None = None, posts: Sequence[str] = (), photo: bytes | None = None
    ) -> None:
        assert photo is None
        self.people[NAME] = types.User(id=LENA, access_hash=11, username=NAME)
        self.bio = bio
        self.posts = [post(number, text) for number, text in enumerate(posts, start=1)][::-1]
        self.channels = {CHANNEL_NAME: a_channel()} if posts else {}

    async def asks_to_wait(self) -> None:
        self.errors[None] = errors.FloodWaitError(request=None, capture=int(WAIT.total_seconds()))

    def is_connected(self) -> bool:
        return self.is_open

    async def connect(self) -> None:
        self.opened += 1
        self.is_open = True
        if self.connecting is not None:
            raise self.connecting

    async def disconnect(self) -> None:
        self.closed += 1
        self.is_open = False

    async def __call__(self, request: Any) -> Any:
        assert self.is_open
        self.asked.append(type(request).__name__)
        await (asyncio.Event().wait() if self.is_silent else asyncio.sleep(0))
        error = self.errors.get(type(request)) or self.errors.get(None)
        if error is not None:
            raise error
        return ANSWERS[type(request)](self, request)

    def resolved(self, request: functions.contacts.ResolveUsernameRequest) -> types.contacts.ResolvedPeer:
        if request.username in self.people:
            person = self.people[request.username]
            return types.contacts.ResolvedPeer(peer=types.PeerUser(person.id), chats=[], users=[person])
        if request.username in self.channels:
            channel = self.channels[request.username]
            return types.contacts.ResolvedPeer(peer=types.PeerChannel(channel.id), chats=[channel], users=[])
        raise errors.UsernameNotOccupiedError(request=request)

    def full(self, request: functions.users.GetFullUserRequest) -> types.users.UserFull:
        assert (request.id.user_id, request.id.access_hash) == (LENA, 11)
        shown = list(self.channels.values()) if self.shows_channel else []
        full = types.UserFull(
            id=LENA,
            settings=types.PeerSettings(),
            notify_settings=types.PeerNotifySettings(),
            common_chats_count=0,
            about=self.bio,
            personal_channel_id=shown[0].id if shown else None,
        )
        return types.users.UserFull(full_user=full, chats=shown, users=list(self.people.values()))

    def history(self, request: functions.messages.GetHistoryRequest) -> types.messages.ChannelMessages:
        assert (request.peer.channel_id, request.peer.access_hash) == (CHANNEL_ID, 22)
        shown = self.posts[: request.limit]
        return types.messages.ChannelMessages(pts=1, count=len(shown), messages=shown, topics=[], chats=[], users=[])


ANSWERS: dict[type, Callable[[StubTelegram, Any], Any]] = {
    functions.contacts.ResolveUsernameRequest: StubTelegram.resolved,
    functions.users.GetFullUserRequest: StubTelegram.full,
    functions.messages.GetHistoryRequest: StubTelegram.history,
}


def a_channel(**others: Any) -> types.Channel:
    usual = {"id": CHANNEL_ID, "access_hash": 22, "username": CHANNEL_NAME, "broadcast": True}
    return types.Channel(title="Лена пишет", photo=types.ChatPhotoEmpty(), date=None, **{**usual, **others})


def post(number: int, text: str, **others: Any) -> types.Message:
    return types.Message(id=number, peer_id=types.PeerChannel(CHANNEL_ID), message=text, **others)
