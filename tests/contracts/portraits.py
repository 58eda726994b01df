"""What every implementation of Portraits does, and what a memory of them asks it."""

from typing import Protocol

import pytest

from relove_adapters.portrait_cache import PortraitStore
from relove_core.ids import UserId, VersionId
from relove_core.testing.builders import ANNA, BORIS

TRUE, NEWER = "Держит всех и не просит.", "Начала просить."


class Wall(Protocol):
    """Where portraits hang, and the hands that hang them."""

    @property
    def portraits(self) -> PortraitStore: ...

    async def hang(self, user_id: UserId, text: str, *, is_enough: bool = True) -> VersionId:
        """From now on it holds; the person is made known where they are not."""
        ...

    async def forget(self, user_id: UserId) -> None: ...


class PortraitsContract:
    @pytest.fixture
    async def wall(self) -> Wall:
        raise NotImplementedError

    async def test_a_version_is_told_to_who_asks_for_it(self, wall: Wall) -> None:
        older, newer = await wall.hang(ANNA, TRUE), await wall.hang(ANNA, NEWER)

        assert [await wall.portraits.of(ANNA, version) for version in (older, newer)] == [TRUE, NEWER]

    async def test_of_who_has_told_too_little_there_is_no_portrait(self, wall: Wall) -> None:
        version = await wall.hang(ANNA, "Недостаточно данных.", is_enough=False)

        assert await wall.portraits.of(ANNA, version) is None

    async def test_nobody_gets_the_portrait_of_somebody_else(self, wall: Wall) -> None:
        annas, boriss = await wall.hang(ANNA, TRUE), await wall.hang(BORIS, NEWER)

        assert await wall.portraits.of(BORIS, annas) is None
        assert await wall.portraits.of(ANNA, boriss) is None

    async def test_who_is_gone_has_no_portrait_however_soon_they_come_back(self, wall: Wall) -> None:
        version = await wall.hang(ANNA, TRUE)
        await wall.forget(ANNA)
        gone = await wall.portraits.of(ANNA, version)
        await wall.hang(ANNA, NEWER)

        assert (gone, await wall.portraits.of(ANNA, version)) == (None, None)

    async def test_a_version_that_holds_is_not_over(self, wall: Wall) -> None:
        held = [(ANNA, await wall.hang(ANNA, TRUE)), (BORIS, await wall.hang(BORIS, TRUE))]

        assert list(await wall.portraits.over(held)) == []

    async def test_a_version_is_over_when_a_newer_one_holds(self, wall: Wall) -> None:
        held = [(ANNA, await wall.hang(ANNA, TRUE)), (BORIS, await wall.hang(BORIS, TRUE))]
        await wall.hang(ANNA, NEWER)

        assert list(await wall.portraits.over(held)) == [ANNA]

    async def test_a_version_is_over_when_its_person_is_gone_and_when_they_are_back(self, wall: Wall) -> None:
        held = [(ANNA, await wall.hang(ANNA, TRUE)), (BORIS, await wall.hang(BORIS, TRUE))]
        for person in (ANNA, BORIS):
            await wall.forget(person)
        await wall.hang(BORIS, NEWER)

        assert set(await wall.portraits.over(held)) == {ANNA, BORIS}
