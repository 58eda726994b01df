"""Portraits as whoever speaks with their people reads them, in memory."""

from collections.abc import Collection

from relove_core.ids import UserId, VersionId
from relove_core.testing.memory_state import MemoryState
from relove_core.transactions import StorageUnavailable


class MemoryPortraits:
    """Portraits of a world; ``is_down``: nobody can read them; ``read``: what was asked for, in its order."""

    def __init__(self, state: MemoryState) -> None:
        self._state = state
        self.read: list[tuple[UserId, VersionId]] = []
        self.is_down = False

    async def of(self, user_id: UserId, version: VersionId) -> str | None:
        self._require_up()
        self.read.append((user_id, version))
        kept = self._state.profile_versions.get(version)
        is_theirs = kept is not None and kept.user_id == user_id
        return kept.portrait.summary if kept is not None and is_theirs and kept.portrait.is_enough else None

    async def over(self, held: Collection[tuple[UserId, VersionId]]) -> Collection[UserId]:
        self._require_up()
        return [person for person, version in held if self.newest_of(person) != version]

    def newest_of(self, user_id: UserId) -> VersionId | None:
        return max((v.id for v in self._state.profile_versions.values() if v.user_id == user_id), default=None)

    def _require_up(self) -> None:
        if self.is_down:
            raise StorageUnavailable("down")
