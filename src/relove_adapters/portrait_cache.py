"""Portraits of those who talk now, in this process: for an hour, of one version, gone with the person."""

import time
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Protocol

from cachetools import TTLCache

from relove_adapters import metrics
from relove_core.ids import UserId, VersionId
from relove_core.profiles.ports import Portraits
from relove_core.transactions import StorageUnavailable

AGE = timedelta(hours=1)
MOST = 2000
"""So many people talk to one process within an hour; with portraits of the greatest length some 16 MB."""
SWEPT_EVERY = timedelta(minutes=1)


class PortraitStore(Portraits, Protocol):
    async def over(self, held: Collection[tuple[UserId, VersionId]]) -> Collection[UserId]:
        """Of which people this version holds no more: there is a newer one, or they are gone.

        Raises:
            StorageUnavailable: nobody can tell now.
        """
        ...


class PortraitCache:
    """Portraits that remembers one version a person, and tells it to who asks for that version only.

    ``now``: seconds from some beginning, never back.
    """

    def __init__(
        self,
        store: PortraitStore,
        *,
        age: timedelta = AGE,
        most: int = MOST,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._kept: TTLCache[UserId, tuple[VersionId, str | None]] = TTLCache(most, age.total_seconds(), timer=now)
        self._forgotten = 0

    def __len__(self) -> int:
        return len(self._kept)

    async def of(self, user_id: UserId, version: VersionId) -> str | None:
        kept = self._kept.get(user_id)
        is_hit = kept is not None and kept[0] == version
        metrics.cache_looks.labels("portraits", "hit" if is_hit else "miss").inc()
        if kept is not None and is_hit:
            return kept[1]
        before = self._forgotten
        portrait = await self._store.of(user_id, version)
        if before == self._forgotten:
            self._kept[user_id] = (version, portrait)
        return portrait

    def forget(self, user_id: UserId) -> None:
        """The person is gone. What is being read at this moment is remembered of nobody: it may be theirs."""
        self._forgotten += 1
        self._kept.pop(user_id, None)

    async def sweep(self) -> int | None:
        """Forget what is old, whom others have erased, and versions that hold no more; how many, if any.

        Raises:
            StorageUnavailable: nobody can tell who is gone; so nobody is remembered.
        """
        self._kept.expire()
        held = [(person, version) for person, (version, _) in self._kept.items()]
        if not held:
            return None
        try:
            over = await self._store.over(held)
        except StorageUnavailable:
            self._kept.clear()
            raise
        for person in over:
            self.forget(person)
        return len(over) or None
