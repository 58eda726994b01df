"""Several readers as one: the first is asked for everything, the others only for what it could not tell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from relove_core.ids import UserId
from relove_core.telegram import PublicPage, ReadLater, TelegramReaderPort


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposedReader:
    """Without readers, nobody shows anything. ``checks`` is for readiness: a word for each that may be out of order."""

    readers: tuple[TelegramReaderPort, ...]
    checks: Callable[[], Mapping[str, str]] = dict

    async def read(self, user_id: UserId, *, username: str | None, photo_key: str | None) -> PublicPage:
        """Who is late is done without, but for the first one when nobody else knew anything either."""
        page, late = PublicPage(), dict[int, ReadLater]()
        for number, reader in enumerate(self.readers):
            if page.bio and page.posts:
                break
            try:
                page = page.filled_by(await reader.read(user_id, username=username, photo_key=photo_key))
            except ReadLater as e:
                late[number] = e
        if 0 in late and page == PublicPage():
            raise late[0]
        return replace(page, is_whole=not late or bool(page.bio and page.posts))
