"""Portraits, in memory."""

from relove_core.ids import UserId, VersionId
from relove_core.transactions import StorageUnavailable


class MemoryPortraits:
    """Portraits in a dict; ``is_down``: nobody can read them; ``read``: what was asked for, in its order."""

    def __init__(self) -> None:
        self.kept: dict[tuple[UserId, VersionId], str] = {}
        self.read: list[tuple[UserId, VersionId]] = []
        self.is_down = False

    async def of(self, user_id: UserId, version: VersionId) -> str | None:
        self.read.append((user_id, version))
        if self.is_down:
            raise StorageUnavailable("down")
        return self.kept.get((user_id, version))
