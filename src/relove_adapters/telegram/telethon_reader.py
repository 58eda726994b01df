"""What any Telegram account can see of a person: the second source, read by an account of the operator's.

Imported only where its three settings are there.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from telethon.tl import functions, types

from relove_adapters.telegram.telethon_account import SessionRevoked, TelethonAccount
from relove_core.ids import UserId
from relove_core.telegram import MOST_POSTS, PublicPage, limited

_USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TelethonReader:
    """Bio, and posts of the public channel in the person's profile; never a photo.

    A channel that is only named in the bio may be anybody's. Only who has a username can be found. Where the session
    has been revoked, nobody shows anything any more.
    """

    account: TelethonAccount

    async def read(self, user_id: UserId, *, username: str | None, photo_key: str | None) -> PublicPage:
        del photo_key
        if not username or not _USERNAME.fullmatch(username):
            return PublicPage()
        try:
            return await self._page(user_id, username)
        except SessionRevoked:
            return PublicPage()

    async def _page(self, user_id: UserId, username: str) -> PublicPage:
        person = await self._person(user_id, username)
        full = await self.account.ask(functions.users.GetFullUserRequest(person)) if person else None
        if full is None:
            return PublicPage()
        bio = full.full_user.about
        channel = _public(full.chats, full.full_user.personal_channel_id)
        return limited(bio=bio, posts=await self._posts(channel) if channel else ())

    async def _person(self, user_id: UserId, username: str) -> types.InputUser | None:
        """Names change hands: whoever has this one now may be somebody else."""
        found = await self._resolved(username)
        for user in found.users if found else ():
            if isinstance(user, types.User) and user.id == user_id and user.access_hash is not None:
                return types.InputUser(user.id, user.access_hash)
        return None

    async def _resolved(self, name: str) -> types.contacts.ResolvedPeer | None:
        return await self.account.ask(functions.contacts.ResolveUsernameRequest(name))

    async def _posts(self, channel: types.InputPeerChannel) -> list[str | None]:
        found = await self.account.ask(
            functions.messages.GetHistoryRequest(
                peer=channel, limit=MOST_POSTS, offset_id=0, offset_date=None, add_offset=0, max_id=0, min_id=0, hash=0
            )
        )
        posts = [m for m in getattr(found, "messages", ()) if isinstance(m, types.Message) and m.fwd_from is None]
        return [post.message for post in sorted(posts, key=lambda post: post.id, reverse=True)]


def _public(chats: Iterable[Any], channel_id: int | None) -> types.InputPeerChannel | None:
    for chat in chats:
        if (
            isinstance(chat, types.Channel)
            and chat.id == channel_id
            and chat.broadcast
            and chat.access_hash is not None
        ):
            return types.InputPeerChannel(chat.id, chat.access_hash) if chat.username or chat.usernames else None
    return None
