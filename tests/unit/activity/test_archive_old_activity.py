"""Old rows of long logs move, step by step, and a walk that was cut goes on."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from relove_core.activity.archive import ArchiveRule, Moved, Page, Walk
from relove_core.activity.archive_old_activity import AT_ONCE, PAGE, ArchiveOldActivity
from relove_core.ids import UserId
from relove_core.testing.clock import NOON, FrozenClock
from relove_core.testing.memory_archive import MemoryArchive

CUTOFF = NOON - timedelta(days=90)
SECOND = timedelta(seconds=1)
RULE = ArchiveRule()


def some(person: int, count: int, *, until: datetime = CUTOFF) -> list[tuple[UserId, datetime]]:
    """Rows from before ``until``, a second apart."""
    return [(UserId(person), until - n * SECOND) for n in range(1, count + 1)]


def archive_old(archive: MemoryArchive, *, batch: int = 100, rule: ArchiveRule = RULE) -> ArchiveOldActivity:
    return ArchiveOldActivity(archive=archive, clock=FrozenClock(), rule=rule, batch=batch)


async def walked(step: ArchiveOldActivity, walk: Walk | None = None) -> Walk:
    walk = walk or Walk()
    while not walk.is_over:
        walk = await step(walk)
    return walk


def test_the_numbers_are_the_products() -> None:
    assert (RULE.age, RULE.rows, RULE.every) == (timedelta(days=90), 1000, timedelta(days=7))


@pytest.mark.parametrize("wrong", [{"age": timedelta(0)}, {"every": timedelta(0)}, {"rows": -1}])
def test_a_rule_that_makes_no_sense_is_refused(wrong: dict[str, timedelta | int]) -> None:
    with pytest.raises(ValueError, match="positive"):
        ArchiveRule(**wrong)  # type: ignore[arg-type]  # that is the test


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Pacific/Auckland", "Asia/Kamchatka"])
@pytest.mark.parametrize("moment", [datetime(2026, 5, 1, 12, tzinfo=UTC), datetime(2026, 11, 2, 0, 30, tzinfo=UTC)])
def test_ninety_days_have_as_many_seconds_wherever_clocks_are_changed(zone: str, moment: datetime) -> None:
    cutoff = RULE.cutoff(moment.astimezone(ZoneInfo(zone)))

    assert cutoff == moment - timedelta(days=90)
    assert cutoff.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="timezone-aware"):
        RULE.cutoff(datetime(2026, 11, 2))  # noqa: DTZ001 - that is the test


async def test_a_thousand_rows_stay_and_one_more_moves_what_is_old() -> None:
    archive = MemoryArchive(live=[*some(1, 1000), *some(2, 1001), *some(3, 600), *some(3, 401, until=NOON)])

    walk = await walked(archive_old(archive))

    assert (walk.people, walk.rows) == (2, 1601)
    assert [p for p, _ in archive.live] == [UserId(1)] * 1000 + [UserId(3)] * 401
    assert {p for p, _ in archive.archived} == {UserId(2), UserId(3)}


@pytest.mark.parametrize(("at", "moves"), [(CUTOFF - SECOND, True), (CUTOFF, False), (CUTOFF + SECOND, False)])
async def test_a_row_moves_once_it_is_older_than_the_age(at: datetime, moves: bool) -> None:
    archive = MemoryArchive(live=[(UserId(1), at), *some(1, 1000, until=NOON)])

    walk = await walked(archive_old(archive))

    assert walk.rows == int(moves)
    assert ((UserId(1), at) in archive.archived) is moves


async def test_who_is_cut_in_the_middle_is_gone_on_with_though_few_rows_are_left() -> None:
    archive = MemoryArchive(live=some(1, 1500))
    step = archive_old(archive)
    walk = Walk()
    for _ in range(8):
        walk = await step(walk)

    assert len(archive.live) == 800
    again = await walked(step)
    assert (archive.live, again.rows) == ([], 800)


async def test_a_gentle_step_moves_a_tenth_of_a_batch() -> None:
    archive = MemoryArchive(live=some(1, 1500))
    step = archive_old(archive, batch=100)
    found = await step(Walk())

    assert (await step(found, gently=True)).rows == 10
    assert (await step(found)).rows == 100


async def test_a_second_walk_moves_nothing() -> None:
    archive = MemoryArchive(live=some(1, 1500))
    await walked(archive_old(archive))
    before = list(archive.archived)

    walk = await walked(archive_old(archive))

    assert (walk.people, walk.rows) == (0, 0)
    assert archive.archived == before


async def test_everybody_of_several_pages_is_reached() -> None:
    people = range(1, PAGE + 31)
    archive = MemoryArchive(live=[row for person in people for row in some(person, 3)])

    walk = await walked(archive_old(archive, batch=7, rule=ArchiveRule(rows=2)))

    assert (walk.people, walk.rows, archive.live) == (len(people), 3 * len(people), [])


@pytest.mark.parametrize("steps", range(0, 60, 7))
async def test_a_walk_that_goes_on_behind_its_mark_misses_nobody(steps: int) -> None:
    archive = MemoryArchive(live=[row for person in range(1, PAGE + 31) for row in some(person, 3)])
    step = archive_old(archive, batch=20, rule=ArchiveRule(rows=2))
    walk = Walk()
    for _ in range(steps):
        walk = await step(walk)

    await walked(step, Walk(after=walk.after))

    assert archive.live == []


async def test_an_empty_log_is_walked_through_in_one_step() -> None:
    assert await archive_old(MemoryArchive())(Walk()) == Walk(is_over=True)


def test_the_mark_moves_only_when_nobody_is_in_hand() -> None:
    people = tuple(UserId(n) for n in range(5, 5 + AT_ONCE + 1))
    found = Walk(after=UserId(4)).found(Page(due=people, upto=UserId(99)))
    left = found.moved(Moved(rows=10, people=people[:1]), of=AT_ONCE)
    done = left.moved(Moved(rows=3), of=AT_ONCE)

    assert (found.after, left.after, done.after) == (UserId(4), UserId(4), UserId(99))
    assert left.in_hand == (people[0], people[-1])
    assert (done.rows, done.in_hand, done.is_over) == (13, (), False)
