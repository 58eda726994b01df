"""A process remembers a portrait for an hour, one version of it, for its person alone, and not beyond their erasure."""

import asyncio
from collections.abc import Collection
from datetime import timedelta

import pytest

from relove_adapters.portrait_cache import AGE, PortraitCache
from relove_core.ids import UserId, VersionId
from relove_core.testing.builders import ANNA, BORIS
from relove_core.transactions import StorageUnavailable

FIRST, SECOND = VersionId(1), VersionId(2)
HOUR_S = AGE.total_seconds()


class Store:
    """Portraits that are read slowly if they are ``held`` back; ``now``: what a timer shows."""

    def __init__(self) -> None:
        self.kept = {(ANNA, FIRST): "Держит всех.", (ANNA, SECOND): "Начала просить.", (BORIS, FIRST): "Молчит."}
        self.read: list[tuple[UserId, VersionId]] = []
        self.ended: set[UserId] = set()
        self.is_down = False
        self.may_go = asyncio.Event()
        self.may_go.set()
        self.now = 0.0

    async def of(self, user_id: UserId, version: VersionId) -> str | None:
        self.read.append((user_id, version))
        await self.may_go.wait()
        if self.is_down:
            raise StorageUnavailable("down")
        return self.kept.get((user_id, version))

    async def over(self, held: Collection[tuple[UserId, VersionId]]) -> Collection[UserId]:
        if self.is_down:
            raise StorageUnavailable("down")
        return [person for person, _ in held if person in self.ended]


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def cache(store: Store) -> PortraitCache:
    return PortraitCache(store, most=2, now=lambda: store.now)


async def test_within_an_hour_it_is_read_once(store: Store, cache: PortraitCache) -> None:
    told = [await cache.of(ANNA, FIRST)]
    store.now = HOUR_S - 1
    told.append(await cache.of(ANNA, FIRST))

    assert told == ["Держит всех.", "Держит всех."]
    assert store.read == [(ANNA, FIRST)]


async def test_after_an_hour_it_is_read_anew(store: Store, cache: PortraitCache) -> None:
    await cache.of(ANNA, FIRST)
    store.now = HOUR_S
    await cache.of(ANNA, FIRST)

    assert store.read == [(ANNA, FIRST)] * 2


async def test_that_there_is_none_is_remembered_too(store: Store, cache: PortraitCache) -> None:
    told = [await cache.of(BORIS, SECOND) for _ in range(2)]

    assert told == [None, None]
    assert store.read == [(BORIS, SECOND)]


async def test_an_older_version_is_never_served_for_a_newer_one_nor_the_other_way_round(
    store: Store, cache: PortraitCache
) -> None:
    told = [await cache.of(ANNA, version) for version in (FIRST, SECOND, FIRST)]

    assert told == ["Держит всех.", "Начала просить.", "Держит всех."]
    assert len(cache) == 1


async def test_nobody_gets_what_is_remembered_of_somebody_else(store: Store, cache: PortraitCache) -> None:
    assert (await cache.of(ANNA, FIRST), await cache.of(BORIS, FIRST)) == ("Держит всех.", "Молчит.")


async def test_only_so_many_people_are_remembered(store: Store, cache: PortraitCache) -> None:
    for person in (ANNA, BORIS, UserId(77)):
        await cache.of(person, FIRST)

    assert len(cache) == 2


async def test_who_is_forgotten_is_forgotten_at_once(store: Store, cache: PortraitCache) -> None:
    await cache.of(ANNA, FIRST)
    await cache.of(BORIS, FIRST)
    cache.forget(ANNA)
    del store.kept[ANNA, FIRST]

    assert await cache.of(ANNA, FIRST) is None
    assert await cache.of(BORIS, FIRST) == "Молчит."
    assert store.read == [(ANNA, FIRST), (BORIS, FIRST), (ANNA, FIRST)]


async def test_what_is_being_read_while_its_person_is_forgotten_is_not_remembered(
    store: Store, cache: PortraitCache
) -> None:
    store.may_go.clear()
    async with asyncio.TaskGroup() as group:
        reading = group.create_task(cache.of(ANNA, FIRST))
        while not store.read:  # noqa: ASYNC110 - one turn of the loop
            await asyncio.sleep(0)
        cache.forget(ANNA)
        store.may_go.set()

    assert reading.result() == "Держит всех."
    assert len(cache) == 0


async def test_a_sweep_forgets_whom_others_have_erased(store: Store, cache: PortraitCache) -> None:
    await cache.of(ANNA, FIRST)
    await cache.of(BORIS, FIRST)
    store.ended = {ANNA}

    assert [await cache.sweep(), await cache.sweep()] == [1, None]
    assert len(cache) == 1


async def test_a_sweep_lets_go_of_what_is_old_without_anybody_asking(store: Store, cache: PortraitCache) -> None:
    await cache.of(ANNA, FIRST)
    store.now = HOUR_S

    assert await cache.sweep() is None
    assert "Держит всех." not in repr(vars(cache))


async def test_while_nobody_can_tell_who_is_gone_nobody_is_remembered(store: Store, cache: PortraitCache) -> None:
    await cache.of(ANNA, FIRST)
    store.is_down = True
    with pytest.raises(StorageUnavailable):
        await cache.sweep()

    assert len(cache) == 0


async def test_a_failing_read_is_told_and_not_remembered(store: Store, cache: PortraitCache) -> None:
    store.is_down = True
    with pytest.raises(StorageUnavailable):
        await cache.of(ANNA, FIRST)
    store.is_down = False

    assert await cache.of(ANNA, FIRST) == "Держит всех."


async def test_where_nothing_may_be_remembered_all_is_read(store: Store) -> None:
    cache = PortraitCache(store, age=timedelta(0), now=lambda: store.now)

    assert [await cache.of(ANNA, FIRST) for _ in range(2)] == ["Держит всех."] * 2
    assert len(store.read) == 2
