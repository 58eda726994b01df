"""A reader of Telegram accounts that knows its people from a script."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from relove_core.ids import UserId
from relove_core.telegram import PublicPage, ReadLater


@dataclass
class ScriptedReader:
    """Pages by person; ``ReadLater`` in place of one is raised, and whoever is not there shows nothing."""

    pages: Mapping[UserId, PublicPage | ReadLater] = field(default_factory=dict)
    asked: list[UserId] = field(default_factory=list)

    async def read(self, user_id: UserId, *, username: str | None, photo_key: str | None) -> PublicPage:
        del username
        self.asked.append(user_id)
        page = self.pages.get(user_id, PublicPage())
        if isinstance(page, ReadLater):
            raise page
        if photo_key is None:
            return page
        if page.photo is None:
            return replace(page, is_photo_gone=True)
        return replace(page, photo=None) if page.photo.key == photo_key else page
