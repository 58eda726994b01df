"""What every ProfileRepository does."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from relove_core.activity.model import ActivityKind
from relove_core.ids import UserId, VersionId
from relove_core.profiles.freshness import Upcoming
from relove_core.profiles.portrait import Portrait, ProfileVersion, Provenance, VersionAuthor
from relove_core.profiles.ports import VersionUnknown
from relove_core.profiles.rotation import Claim, Outcome, ProfileOutdated
from relove_core.telegram import Photo
from relove_core.testing.builders import ANNA, BORIS, a_session, an_update, cause_of, said, seen
from relove_core.testing.clock import NOON
from tests.contracts.privacy import erased, forgotten
from tests.contracts.rotation import WEEK_ON, asked, asked_run, is_ours, one, settle
from tests.contracts.world import World, finish, meet, rolled_back, take_and_claim, user

PHOTO = Photo(key="k1", jpeg=b"\xff\xd8\xff" + bytes(100))
PORTRAIT = Portrait(
    summary="Держит всех на себе.",
    gallery="Та, что держит",
    completed=("hero-path",),
    interesting=("inner-child", "hero-path"),
)
MADE = Provenance(
    author=VersionAuthor.ROTATION,
    sources={"activities": 3, "remarks": 2, "posts": 0, "bio": 1},
    input_key="a" * 64,
    provider="openai",
    model="gpt",
    prompt_version="portrait-1",
)


async def append(
    world: World, portrait: Portrait = PORTRAIT, provenance: Provenance = MADE, *, user_id: UserId = ANNA
) -> ProfileVersion:
    async with world.begin() as tx:
        return await tx.profiles.append(user_id, portrait, provenance, at=NOON)


def a_portrait(number: int) -> tuple[Portrait, Provenance]:
    return Portrait(summary=f"Портрет {number}"), replace(MADE, input_key=f"{number:064}")


async def claimed(world: World) -> Claim:
    await asked_run(world, ANNA)
    return one(await asked(world))


async def save(world: World, claim: Claim) -> None:
    """What a refresh ends with."""
    async with world.begin() as tx:
        await tx.profiles.keep_photo(claim.user_id, PHOTO)
        await tx.profiles.append(claim.user_id, PORTRAIT, MADE, at=NOON)
        await tx.profiles.settle(claim, Outcome.UPDATED, Upcoming(due_in=WEEK_ON))


async def act(world: World, number: int, kind: ActivityKind = ActivityKind.MESSAGE, *, update_id: int = 0) -> None:
    """An activity about the Telegram message of this number."""
    taken = await take_and_claim(world, an_update(update_id or number))
    (activity,) = seen(update_ids=[number], kind=kind).activities
    noted = replace(activity, update_id=update_id or number)
    await world.contacts.touch(cause_of(taken), replace(seen(), activities=(noted,)))
    await finish(world, cause_of(taken))


class ProfileRepositoryContract:
    async def test_a_version_is_the_persons_portrait(self, world: World) -> None:
        await meet(world)
        async with world.begin() as tx:
            await tx.users.mark(ANNA, "city", "Казань")
        version = await append(world)

        known = await user(world)
        assert (known.psychological_summary, known.profile_summary) == (PORTRAIT.summary, PORTRAIT.gallery)
        assert known.streams == ("hero-path", "inner-child")
        assert known.markers == {"city": "Казань", "profile_updated_at": NOON.isoformat()}
        async with world.begin() as tx:
            assert await tx.profiles.newest(ANNA) == version
            assert await tx.profiles.get(ANNA, version.id) == version
        assert (version.portrait, version.provenance, version.made_at) == (PORTRAIT, MADE, NOON)

    async def test_a_contact_tells_which_version_holds(self, world: World) -> None:
        before = await meet(world)
        version = await append(world)
        after = await meet(world, update_id=2)

        assert (before.profile_version, after.profile_version) == (None, version.id)

    async def test_that_there_is_too_little_is_kept_as_well(self, world: World) -> None:
        await meet(world)
        version = await append(world, Portrait(summary="Недостаточно данных", is_enough=False))

        assert (await user(world)).psychological_summary == "Недостаточно данных"
        async with world.begin() as tx:
            newest = await tx.profiles.newest(ANNA)
        assert newest == version
        assert newest is not None
        assert not newest.portrait.is_enough

    async def test_of_one_input_there_is_one_version(self, world: World) -> None:
        await meet(world)
        await meet(world, BORIS, update_id=2)
        await append(world)
        with pytest.raises(ProfileOutdated):
            await append(world, Portrait(summary="Ещё раз"))
        await append(world, user_id=BORIS)

        async with world.begin() as tx:
            assert await tx.profiles.has_version_of(ANNA, "a" * 64)
            assert not await tx.profiles.has_version_of(ANNA, "b" * 64)
            assert len(await tx.profiles.versions(ANNA, most=9)) == 1
        assert (await user(world)).psychological_summary == PORTRAIT.summary

    async def test_versions_come_newest_first_and_by_pages(self, world: World) -> None:
        await meet(world)
        made = [await append(world, *a_portrait(number)) for number in range(5)]
        async with world.begin() as tx:
            page = await tx.profiles.versions(ANNA, most=2)
            rest = await tx.profiles.versions(ANNA, most=9, before=page[-1].id)

        assert [*page, *rest] == made[::-1]

    async def test_what_an_admin_brings_back_says_so(self, world: World) -> None:
        await meet(world)
        first = await append(world, *a_portrait(1))
        await append(world, *a_portrait(2))
        choice = Provenance(author=VersionAuthor.ADMIN, made_by=BORIS, reason="Верный был прежний", restores=first.id)
        for _ in range(2):
            await append(world, first.portrait, choice)

        async with world.begin() as tx:
            newest = await tx.profiles.newest(ANNA)
            assert len(await tx.profiles.versions(ANNA, most=9)) == 4
        assert newest is not None
        assert (newest.portrait, newest.provenance) == (first.portrait, choice)
        assert (await user(world)).psychological_summary == first.portrait.summary

    async def test_nobody_reads_the_version_of_somebody_else(self, world: World) -> None:
        await meet(world)
        await meet(world, BORIS, update_id=2)
        version = await append(world)

        async with world.begin() as tx:
            for user_id, version_id in ((BORIS, version.id), (ANNA, VersionId(version.id + 1))):
                with pytest.raises(VersionUnknown):
                    await tx.profiles.get(user_id, version_id)
            assert await tx.profiles.newest(BORIS) is None
            assert await tx.profiles.versions(BORIS, most=9) == ()

    async def test_a_photo_is_kept_with_its_key(self, world: World) -> None:
        await meet(world)
        async with world.begin() as tx:
            before = await tx.profiles.photo_key(ANNA)
            await tx.profiles.keep_photo(ANNA, PHOTO)
        async with world.begin() as tx:
            after = await tx.profiles.photo_key(ANNA)

        assert (before, after) == (None, "k1")
        assert (await user(world)).photo_jpeg == PHOTO.jpeg

    async def test_a_photo_that_is_gone_is_kept_no_more(self, world: World) -> None:
        await meet(world)
        async with world.begin() as tx:
            await tx.profiles.keep_photo(ANNA, PHOTO)

        async with world.begin() as tx:
            await tx.profiles.keep_photo(ANNA, None)

        async with world.begin() as tx:
            assert await tx.profiles.photo_key(ANNA) is None
        assert (await user(world)).photo_jpeg is None

    async def test_what_is_taken_back_leaves_nothing(self, world: World) -> None:
        await meet(world)
        before = await user(world)
        async with rolled_back(world) as tx:
            await tx.profiles.keep_photo(ANNA, PHOTO)
            await tx.profiles.append(ANNA, PORTRAIT, MADE, at=NOON)

        assert await user(world) == before
        async with world.begin() as tx:
            assert await tx.profiles.newest(ANNA) is None
            assert await tx.profiles.photo_key(ANNA) is None


class DeedsContract:
    async def test_the_newest_deeds_come_the_oldest_of_them_first(self, world: World) -> None:
        for number in range(1, 6):
            await act(world, number)
            await world.pass_(timedelta(seconds=61))
        async with world.begin() as tx:
            deeds = await tx.profiles.deeds_of(ANNA, most=3)
            whole = await tx.profiles.deeds_of(ANNA, most=50)
            assert await tx.profiles.deeds_of(BORIS, most=50) == ()

        assert (len(whole), whole[2:]) == (5, deeds)
        assert [deed.id for deed in whole] == sorted(deed.id for deed in whole)
        assert {deed.kind for deed in whole} == {ActivityKind.MESSAGE}

    async def test_a_deed_has_the_words_that_were_said_with_it(self, world: World) -> None:
        await meet(world, update_id=1)
        async with world.begin() as tx:
            await tx.sessions.open(a_session())
            words = [
                said("Я всем помогаю,", update_id=2, number=2),
                said("а мне никто", update_id=2, part=1, number=2),
                said("Устала", update_id=3, number=3),
            ]
            await tx.sessions.hear(ANNA, words, at=NOON)
        for number in (2, 3, 4):
            await act(world, number)
        async with world.begin() as tx:
            deeds = await tx.profiles.deeds_of(ANNA, most=3)

        assert [deed.text for deed in deeds] == ["Я всем помогаю,\nа мне никто", "Устала", None]

    async def test_a_message_and_its_edit_are_one_text(self, world: World) -> None:
        await meet(world, update_id=1)
        async with world.begin() as tx:
            await tx.sessions.open(a_session())
            await tx.sessions.hear(ANNA, [said("Я устала", update_id=2, number=2)], at=NOON)
        await act(world, 2)
        await act(world, 2, ActivityKind.EDIT, update_id=3)
        async with world.begin() as tx:
            await tx.sessions.revise(ANNA, 2, ["Я очень устала"])
        async with world.begin() as tx:
            both = await tx.profiles.deeds_of(ANNA, most=2)
            edit = await tx.profiles.deeds_of(ANNA, most=1)

        assert [deed.text for deed in both] == ["Я очень устала", None]
        assert [deed.text for deed in edit] == ["Я очень устала"]

    async def test_what_a_button_says_is_not_their_wording(self, world: World) -> None:
        await meet(world, update_id=1)
        async with world.begin() as tx:
            await tx.sessions.open(a_session())
            chosen = [said("Всё", update_id=2), said("Сама", update_id=3, number=2)]
            await tx.sessions.hear(ANNA, chosen, at=NOON)
        await act(world, 2, ActivityKind.BUTTON)
        async with world.begin() as tx:
            (deed,) = await tx.profiles.deeds_of(ANNA, most=1)

        assert deed.text is None

    async def test_nobody_has_the_words_of_somebody_else(self, world: World) -> None:
        await meet(world, BORIS, update_id=1)
        async with world.begin() as tx:
            await tx.sessions.open(a_session(BORIS))
            await tx.sessions.hear(BORIS, [said("Моё", update_id=1, number=2)], at=NOON)
        await act(world, 2)
        async with world.begin() as tx:
            deeds = await tx.profiles.deeds_of(ANNA, most=50)

        assert [deed.text for deed in deeds] == [None]

    async def test_a_command_and_a_button_are_named(self, world: World) -> None:
        did: tuple[Mapping[str, str | int], ...] = (
            {"command": "natasha"},
            {"button": "open", "message_id": 5},
            {"media": "voice"},
        )
        for number, details in enumerate(did, 1):
            taken = await take_and_claim(world, an_update(number))
            (activity,) = seen(update_ids=[number]).activities
            await world.contacts.touch(
                cause_of(taken), replace(seen(), activities=(replace(activity, details=details),))
            )
            await finish(world, cause_of(taken))
        async with world.begin() as tx:
            deeds = await tx.profiles.deeds_of(ANNA, most=50)

        assert [deed.name for deed in deeds] == ["natasha", "open", "voice"]


class ErasedMeanwhileContract:
    async def test_a_refresh_in_flight_writes_nothing_of_who_is_forgotten(self, world: World) -> None:
        await meet(world)
        claim = await claimed(world)
        await forgotten(world)
        await erased(world)

        assert not await is_ours(world, claim)
        with pytest.raises(ProfileOutdated):
            await save(world, claim)
        with pytest.raises(ProfileOutdated):
            await settle(world, claim)
        assert await world.traces(ANNA) == frozenset()

    async def test_a_refresh_in_flight_writes_nothing_of_who_was_forgotten_and_is_back(self, world: World) -> None:
        await meet(world)
        claim = await claimed(world)
        await forgotten(world)
        await meet(world, update_id=501)
        anew = await user(world)
        await asked_run(world, ANNA)
        new_claim = one(await asked(world))

        assert not await is_ours(world, claim)
        with pytest.raises(ProfileOutdated):
            await save(world, claim)
        assert await user(world) == anew
        assert await is_ours(world, new_claim)

    async def test_portraits_go_with_their_person(self, world: World) -> None:
        await meet(world)
        await save(world, await claimed(world))
        await forgotten(world)
        await erased(world)

        assert await world.traces(ANNA) == frozenset()

    async def test_an_admin_who_is_forgotten_leaves_no_name_with_a_version(self, world: World) -> None:
        await meet(world)
        await meet(world, BORIS, update_id=2)
        choice = Provenance(author=VersionAuthor.ADMIN, made_by=ANNA, reason="так вернее")
        version = await append(world, PORTRAIT, choice, user_id=BORIS)
        await forgotten(world)
        await erased(world)

        assert await world.traces(ANNA) == frozenset()
        async with world.begin() as tx:
            kept = await tx.profiles.get(BORIS, version.id)
        assert kept == replace(version, provenance=replace(choice, made_by=None))
