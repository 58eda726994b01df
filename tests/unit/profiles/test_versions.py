"""Versions of a portrait: listed, compared sentence by sentence, and brought back without losing one."""

from dataclasses import replace

import pytest

from relove_core.access.guards import NotAdmin
from relove_core.ids import UserId, VersionId
from relove_core.markup import PAGE_CHARS, Html, as_plain
from relove_core.profiles.compare_versions import Change, CompareVersions, SameVersion, Sentence, compared
from relove_core.profiles.desk import Desk
from relove_core.profiles.guards import PersonUnknown
from relove_core.profiles.list_versions import ListVersions
from relove_core.profiles.portrait import Portrait, ProfileVersion, Provenance, VersionAuthor
from relove_core.profiles.ports import VersionUnknown
from relove_core.profiles.restore_version import RestoreVersion
from relove_core.profiles.roll_back import BadReason, RollBack, VersionIsCurrent
from relove_core.profiles.show_comparison import ShowComparison
from relove_core.profiles.show_versions import ShowVersions
from relove_core.profiles.version_words import VersionWords
from relove_core.testing.builders import ANNA, BORIS, a_contact
from relove_core.testing.clock import NOON
from relove_core.users.model import Contact
from tests.contracts.world import send_all
from tests.unit.house import House

VERA = UserId(103)
FIRST = Portrait(summary="Всем помогает. Себя не слышит.", gallery="Спасатель", interesting=("hero-path",))
SECOND = Portrait(summary="Всем помогает. Начала отказывать!", gallery="Спасатель", interesting=("spring",))


class Team:
    """Anna with two versions of her portrait, 1 and 2; Boris with one, 3; he is of the team."""

    def __init__(self, house: House, admin: Contact) -> None:
        self.house = house
        self.admin = admin
        begin, texts = house.world.begin, house.texts
        desk, words = Desk(begin=begin, texts=texts), VersionWords(texts=texts)
        self.list = ListVersions(begin=begin)
        self.compare = CompareVersions(begin=begin)
        self.roll_back = RollBack(begin=begin, clock=house.world.clock)
        self.show = ShowVersions(desk=desk, words=words, texts=texts)
        self.show_comparison = ShowComparison(desk=desk, words=words, texts=texts)
        self.restore = RestoreVersion(desk=desk, texts=texts, clock=house.world.clock)

    @classmethod
    async def met(cls) -> "Team":
        house = House()
        await house.make_admin(ANNA)
        house.world.state.users[ANNA] = replace(house.world.state.users[ANNA], is_admin=False)
        team = cls(house, await house.make_admin(BORIS))
        for user_id, portrait, key in ((ANNA, FIRST, "a"), (ANNA, SECOND, "b"), (BORIS, FIRST, "c")):
            await team.keep(user_id, portrait, key)
        return team

    async def keep(self, user_id: UserId, portrait: Portrait, key: str) -> ProfileVersion:
        made = Provenance(
            author=VersionAuthor.ROTATION,
            sources={"activities": 50, "remarks": 12, "posts": 3, "bio": 1},
            input_key=key,
            provider="openai",
            model="gpt",
            prompt_version="portrait-1",
        )
        async with self.house.world.begin() as tx:
            return await tx.profiles.append(user_id, portrait, made, at=NOON)

    async def told(self, act: "ShowVersions | ShowComparison | RestoreVersion", told: str) -> tuple[list[str], object]:
        """What the admin reads, and whose portrait it was."""
        whose = await act(await self.house.cause(user_id=BORIS), self.admin, told)
        return await send_all(self.house.world), whose


@pytest.fixture
async def team() -> Team:
    return await Team.met()


def a_version(number: int, summary: str, *, gallery: str = "") -> ProfileVersion:
    return ProfileVersion(
        id=VersionId(number),
        user_id=ANNA,
        made_at=NOON,
        portrait=Portrait(summary=summary, gallery=gallery),
        provenance=Provenance(author=VersionAuthor.ROTATION),
    )


async def test_versions_come_the_newest_first_and_of_one_person(team: Team) -> None:
    assert [v.id for v in await team.list(ANNA)] == [2, 1]
    assert [v.id for v in await team.list(ANNA, most=1)] == [2]
    with pytest.raises(PersonUnknown):
        await team.list(VERA)


async def test_a_comparison_says_what_went_and_what_came(team: Team) -> None:
    found = await team.compare(ANNA, VersionId(2), VersionId(1))

    assert (found.older.id, found.newer.id) == (1, 2)
    assert found.summary == (
        Sentence(Change.KEPT, "Всем помогает."),
        Sentence(Change.GONE, "Себя не слышит."),
        Sentence(Change.COME, "Начала отказывать!"),
    )
    assert found.gallery == (Sentence(Change.KEPT, "Спасатель"),)
    assert (found.streams_gone, found.streams_come) == (("hero-path",), ("spring",))


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("Одно", "Другое", ["gone Одно", "come Другое"]),
        ("Раз.\nДва…  Три?", "Раз. Три?", ["kept Раз.", "gone Два…", "kept Три?"]),
        ("А.", "А. А. А.", ["kept А.", "come А.", "come А."]),
        ("3.5 года в браке.", "3.5 года в браке.", ["kept 3.5 года в браке."]),
    ],
)
def test_sentences_are_told_apart_by_their_ends(before: str, after: str, changes: list[str]) -> None:
    found = compared(a_version(1, before), a_version(2, after))

    assert [f"{s.change} {s.text}" for s in found.summary] == changes


def test_a_comparison_loses_no_word_of_either_version() -> None:
    before, after = " ".join(f"Слово {n}." for n in range(300)), " ".join(f"Слово {n * 2}!" for n in range(300))
    found = compared(a_version(1, before), a_version(2, after))

    assert " ".join(s.text for s in found.summary if s.change is not Change.COME) == before
    assert " ".join(s.text for s in found.summary if s.change is not Change.GONE) == after


async def test_what_cannot_be_compared_is_refused(team: Team) -> None:
    with pytest.raises(SameVersion):
        await team.compare(ANNA, VersionId(1), VersionId(1))
    with pytest.raises(VersionUnknown):
        await team.compare(ANNA, VersionId(1), VersionId(3))
    with pytest.raises(PersonUnknown):
        await team.compare(VERA, VersionId(1), VersionId(2))


async def test_an_earlier_version_comes_back_as_a_new_one(team: Team) -> None:
    made = await team.roll_back(ANNA, VersionId(1), by=BORIS, reason="  Прежний \n точнее ")

    assert (made.id, made.portrait, made.made_at) == (4, FIRST, team.house.now())
    assert made.provenance == Provenance(
        author=VersionAuthor.ADMIN, made_by=BORIS, reason="Прежний точнее", restores=VersionId(1)
    )
    assert [v.id for v in await team.list(ANNA)] == [4, 2, 1]
    assert (await team.house.anna()).psychological_summary == FIRST.summary


async def test_what_a_later_version_was_made_of_is_still_known_after_it_was_rolled_back(team: Team) -> None:
    await team.roll_back(ANNA, VersionId(1), by=BORIS, reason="Прежний точнее")

    async with team.house.world.begin() as tx:
        assert await tx.profiles.has_version_of(ANNA, "b")


@pytest.mark.parametrize(
    ("user_id", "version", "refusal"),
    [(ANNA, 2, VersionIsCurrent), (ANNA, 3, VersionUnknown), (ANNA, 9, VersionUnknown), (VERA, 1, PersonUnknown)],
)
async def test_what_cannot_be_rolled_back_to_is_refused(
    team: Team, user_id: UserId, version: int, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await team.roll_back(user_id, VersionId(version), by=BORIS, reason="Прежний точнее")

    assert len(team.house.world.state.profile_versions) == 3


async def test_a_version_that_was_brought_back_holds_already(team: Team) -> None:
    await team.roll_back(ANNA, VersionId(1), by=BORIS, reason="Прежний точнее")

    for version in (1, 4):
        with pytest.raises(VersionIsCurrent):
            await team.roll_back(ANNA, VersionId(version), by=BORIS, reason="Прежний точнее")


@pytest.mark.parametrize("reason", ["", "  ", "да", "\u200b\u200b\u200b\u200b", "а" * 501])
async def test_without_a_reason_nothing_is_rolled_back(team: Team, reason: str) -> None:
    with pytest.raises(BadReason):
        await team.roll_back(ANNA, VersionId(1), by=BORIS, reason=reason)

    assert len(team.house.world.state.profile_versions) == 3


async def test_an_admin_reads_the_versions_and_the_one_that_holds(team: Team) -> None:
    pages, whose = await team.told(team.show, str(ANNA))
    blocks = "\n\n".join(pages).split("\n\n")

    assert whose == ANNA
    assert blocks[0] == f"versions-title(user={ANNA})"
    assert blocks[1].startswith("version(version=2, is_current=yes, moment=02.11.2026 15:00, author=rotation")
    assert blocks[1].endswith(
        "model=openai gpt, prompt=portrait-1, activities=50, remarks=12, posts=3, bio=1, is_enough=yes)"
    )
    assert blocks[2].startswith("version(version=1, is_current=no")
    assert blocks[3:] == [
        "versions-current(version=2)",
        "version-text(text=Всем помогает. Начала отказывать!)",
        "version-gallery(text=Спасатель)",
        "version-interesting(streams=spring)",
    ]


async def test_an_admin_reads_what_changed(team: Team) -> None:
    pages, whose = await team.told(team.show_comparison, f"{ANNA} 2 1")

    assert whose == ANNA
    assert "\n\n".join(pages).split("\n\n")[3:] == [
        "comparison-summary",
        "comparison-kept(text=Всем помогает.)",
        "comparison-gone(text=Себя не слышит.)",
        "comparison-come(text=Начала отказывать!)",
        "comparison-gallery",
        "comparison-same",
        "comparison-streams-gone(streams=hero-path)",
        "comparison-streams-come(streams=spring)",
    ]


async def test_the_longest_portraits_fit_the_messages_whatever_is_in_them(team: Team) -> None:
    await team.keep(ANNA, Portrait(summary="<&>" * 1333), "long")
    await team.keep(ANNA, Portrait(summary="&" * 4000), "longer")
    whole, _ = await team.told(team.show, str(ANNA))
    changes, _ = await team.told(team.show_comparison, f"{ANNA} 4 5")
    seen = [as_plain(Html(page)) for page in (*whole, *changes)]

    assert max(map(len, seen)) <= PAGE_CHARS
    assert sum(page.count("&") for page in seen) == 4000 + 1333 + 4000


async def test_an_admin_rolls_back(team: Team) -> None:
    pages, whose = await team.told(team.restore, f"{ANNA} 1 Прежний был точнее")

    assert (pages, whose) == ([f"rolled-back(user={ANNA}, version=1, number=4)"], ANNA)
    assert (await team.list(ANNA))[0].provenance.reason == "Прежний был точнее"


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ("", "rollback-usage"),
        ("анна 1 потому", "rollback-usage"),
        ("101", "rollback-usage"),
        ("101 x потому", "rollback-usage"),
        ("101 1", "refused-bad-reason"),
        ("101 1 да", "refused-bad-reason"),
        ("101 3 чужая", "refused-version-unknown"),
        ("101 2 нынешняя", "refused-version-is-current"),
        ("103 1 никто", "refused-person-unknown"),
        (f"101 {'9' * 18} далеко", "refused-version-unknown"),
    ],
)
async def test_a_roll_back_that_cannot_be_is_told_why(team: Team, told: str, answer: str) -> None:
    assert await team.told(team.restore, told) == ([answer], None)
    assert len(team.house.world.state.profile_versions) == 3


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ("101 1", "compare-usage"),
        ("101 1 2 3", "compare-usage"),
        ("101 1 x", "compare-usage"),
        ("101 1 1", "refused-same-version"),
        ("101 1 3", "refused-version-unknown"),
        ("103 1 2", "refused-person-unknown"),
    ],
)
async def test_a_comparison_that_cannot_be_opens_nothing(team: Team, told: str, answer: str) -> None:
    assert await team.told(team.show_comparison, told) == ([answer], None)


@pytest.mark.parametrize(("told", "answer"), [("", "versions-usage"), ("все", "versions-usage")])
async def test_versions_of_nobody_open_nothing(team: Team, told: str, answer: str) -> None:
    assert await team.told(team.show, told) == ([answer], None)
    assert await team.told(team.show, str(VERA)) == (["refused-person-unknown"], None)


async def test_for_everybody_else_there_are_no_versions(team: Team) -> None:
    cause, nobody = await team.house.cause(), a_contact()
    for act in (team.show, team.show_comparison, team.restore):
        with pytest.raises(NotAdmin):
            await act(cause, nobody, f"{ANNA} 1 2")

    assert await send_all(team.house.world) == []
