"""What every archive of the activity log does."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

import pytest

from relove_core.activity.archive import NOBODY, Moved, Page
from relove_core.activity.ports import ActivityArchive
from relove_core.ids import UserId
from relove_core.testing.builders import ANNA, BORIS
from relove_core.testing.clock import NOON

CUTOFF = NOON - timedelta(days=90)
OLD = CUTOFF - timedelta(days=10)
NEW = CUTOFF + timedelta(days=10)
SECOND = timedelta(seconds=1)
LAST = UserId(9_000_000_000)


class ArchiveWorld(Protocol):
    @property
    def archive(self) -> ActivityArchive: ...

    async def write(self, user_id: UserId, *moments: datetime) -> None:
        """Rows of a person in the log."""
        ...

    async def forget(self, user_id: UserId) -> None:
        """From now on they are just being forgotten."""
        ...

    async def live(self, user_id: UserId) -> Sequence[datetime]:
        """When the rows in the log were written, earliest first."""
        ...

    async def archived(self, user_id: UserId) -> Sequence[datetime]: ...


def moments(count: int, *, since: datetime = OLD) -> list[datetime]:
    return [since + n * SECOND for n in range(count)]


async def due(world: ArchiveWorld, *, more_than: int = 3, after: UserId = NOBODY, most: int = 10) -> Page:
    return await world.archive.seek(after=after, before=CUTOFF, more_than=more_than, most=most)


async def move(world: ArchiveWorld, *people: UserId, most: int = 100) -> Moved:
    return await world.archive.move(people, before=CUTOFF, most=most)


class ArchiveContract:
    async def test_who_has_just_as_many_rows_as_are_allowed_is_left_alone(self, archives: ArchiveWorld) -> None:
        await archives.write(ANNA, *moments(2), NEW)
        await archives.write(BORIS, *moments(3), NEW)

        assert (await due(archives)).due == (BORIS,)

    async def test_who_has_no_old_row_is_left_alone(self, archives: ArchiveWorld) -> None:
        await archives.write(ANNA, CUTOFF, *moments(10, since=NEW))
        await archives.write(BORIS, CUTOFF - timedelta(microseconds=1), *moments(3, since=NEW))

        assert (await due(archives)).due == (BORIS,)

    async def test_rows_that_have_moved_already_count_as_well(self, archives: ArchiveWorld) -> None:
        await archives.write(ANNA, *moments(4))
        await move(archives, ANNA, most=3)

        assert (await due(archives)).due == (ANNA,)

    async def test_people_come_in_the_order_of_their_ids(self, archives: ArchiveWorld) -> None:
        for person in (LAST, BORIS, ANNA):
            await archives.write(person, *moments(4))

        assert (await due(archives)).due == (ANNA, BORIS, LAST)
        assert (await due(archives, after=ANNA)).due == (BORIS, LAST)

    async def test_pages_lead_to_the_end(self, archives: ArchiveWorld) -> None:
        people = tuple(UserId(n) for n in range(1, 8))
        for person in people:
            await archives.write(person, *moments(4))
        seen: list[UserId] = []
        after: UserId | None = NOBODY
        while after is not None:
            page = await due(archives, after=after, most=3)
            seen += page.due
            after = page.upto

        assert tuple(seen) == people

    async def test_an_empty_log_has_one_empty_page(self, archives: ArchiveWorld) -> None:
        assert await due(archives) == Page()

    @pytest.mark.parametrize("old", [SECOND, timedelta(microseconds=1)])
    async def test_only_what_is_older_moves(self, archives: ArchiveWorld, old: timedelta) -> None:
        await archives.write(ANNA, CUTOFF - old, CUTOFF, CUTOFF + old, NEW)
        moved = await move(archives, ANNA)

        assert moved == Moved(rows=1, people=(ANNA,))
        assert await archives.archived(ANNA) == [CUTOFF - old]
        assert await archives.live(ANNA) == [CUTOFF, CUTOFF + old, NEW]

    async def test_others_keep_their_rows(self, archives: ArchiveWorld) -> None:
        await archives.write(ANNA, *moments(5))
        await archives.write(BORIS, *moments(5))
        await move(archives, ANNA)

        assert await archives.live(BORIS) == moments(5)
        assert await archives.archived(BORIS) == []

    @pytest.mark.parametrize("most", [1, 2, 3, 7, 100])
    async def test_no_batch_is_larger_than_was_asked_for_and_together_they_move_all(
        self, archives: ArchiveWorld, most: int
    ) -> None:
        await archives.write(ANNA, *moments(9), NEW)
        await archives.write(BORIS, *moments(4, since=OLD + 4 * SECOND))
        sizes = await moved_until_nothing_is_left(archives, ANNA, BORIS, most=most)

        assert max(sizes) <= most
        assert sum(sizes) == 13
        assert (await archives.archived(ANNA), await archives.live(ANNA)) == (moments(9), [NEW])
        assert (len(await archives.archived(BORIS)), await archives.live(BORIS)) == (4, [])

    async def test_many_rows_of_one_moment_move_in_batches_too(self, archives: ArchiveWorld) -> None:
        await archives.write(ANNA, *[OLD] * 9, CUTOFF)
        await archives.write(BORIS, *moments(2))
        sizes = await moved_until_nothing_is_left(archives, ANNA, BORIS, most=4)

        assert max(sizes) <= 4
        assert (await archives.archived(ANNA), await archives.live(ANNA)) == ([OLD] * 9, [CUTOFF])
        assert await archives.archived(BORIS) == moments(2)

    async def test_people_whose_times_lie_apart_do_not_hold_each_other_up(self, archives: ArchiveWorld) -> None:
        await archives.write(ANNA, *moments(8))
        await archives.write(BORIS, *moments(8, since=OLD + timedelta(days=1)))

        assert (await move(archives, ANNA, BORIS, most=8)).rows == 8

    async def test_where_nothing_is_left_nothing_moves(self, archives: ArchiveWorld) -> None:
        await archives.write(ANNA, *moments(3))
        first = await move(archives, ANNA, BORIS)

        assert first == Moved(rows=3, people=(ANNA,))
        assert await move(archives, ANNA, BORIS) == Moved()

    async def test_who_is_just_being_forgotten_goes_into_no_archive(self, archives: ArchiveWorld) -> None:
        await archives.write(ANNA, *moments(5))
        await archives.write(BORIS, *moments(5))
        await archives.forget(ANNA)
        moved = await move(archives, ANNA, BORIS)

        assert moved == Moved(rows=5, people=(BORIS,))
        assert await archives.archived(ANNA) == []


async def moved_until_nothing_is_left(world: ArchiveWorld, *people: UserId, most: int) -> list[int]:
    """The sizes of the batches; each but the last moves something."""
    sizes: list[int] = []
    while True:
        moved = await move(world, *people, most=most)
        sizes.append(moved.rows)
        if not moved.people:
            return sizes
        assert moved.rows > 0
