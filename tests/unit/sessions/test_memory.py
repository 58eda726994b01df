"""What the coach remembers: the newest turns word by word, the older ones retold, earlier sessions' findings."""

from dataclasses import replace

import pytest

from relove_core.errors import Unavailable
from relove_core.journey.analysis import StageProposal
from relove_core.journey.model import Stage
from relove_core.llm import Purpose, Speaker
from relove_core.profiles.model import Profile
from relove_core.prompts import Label
from relove_core.sessions.coach import SessionDigest, SessionSummary
from relove_core.sessions.memory import (
    DIGEST_FROM_CHARS,
    DIGEST_FROM_REMARKS,
    KEPT_CHARS,
    KEPT_REMARKS,
    TURN_CHARS,
    newest,
    to_digest,
)
from relove_core.sessions.model import REMARK_CHARS, Remark, Session
from relove_core.testing.builders import a_session, a_turn
from relove_core.testing.clock import NOON
from tests.unit.sessions.test_analyse_stage import Watched, seen_at

STAYS = StageProposal(stage=Stage.ORDINARY_WORLD, confidence=0.1)


def remarks(count: int, *, chars: int = 10, answered: bool = True) -> tuple[Remark, ...]:
    """The person and the coach in turn."""
    return tuple(
        Remark(
            speaker=Speaker.COACH if n % 2 else Speaker.PERSON,
            text="ы" * chars,
            said_at=NOON,
            position=n,
            is_answered=answered,
        )
        for n in range(count)
    )


def a_talk(count: int, *, chars: int = 10, digested: int = 0) -> Session:
    said = remarks(count, chars=chars)
    return replace(a_session(), history=said, length=count, digested_length=digested)


def test_the_newest_that_fit_are_shown() -> None:
    assert [r.position for r in newest(remarks(10), chars=35)] == [7, 8, 9]


def test_what_is_unanswered_is_shown_however_long_it_is() -> None:
    shown = newest(remarks(3, chars=REMARK_CHARS, answered=False)[::2], chars=10)

    assert [r.position for r in shown] == [0, 2]


def test_of_nothing_there_is_nothing_to_show() -> None:
    assert newest((), chars=10) == ()


def test_a_short_talk_needs_no_digest() -> None:
    assert to_digest(a_talk(DIGEST_FROM_REMARKS)) == ()
    assert to_digest(a_talk(8, chars=DIGEST_FROM_CHARS // 8)) == ()


def test_many_remarks_are_retold_but_the_newest() -> None:
    older = to_digest(a_talk(DIGEST_FROM_REMARKS + 1))

    assert [r.position for r in older] == list(range(DIGEST_FROM_REMARKS + 1 - KEPT_REMARKS))


def test_long_remarks_are_retold_but_the_newest() -> None:
    older = to_digest(a_talk(10, chars=1000))

    assert [r.position for r in older] == list(range(10 - KEPT_CHARS // 1000))


def test_what_was_retold_is_not_retold_again() -> None:
    assert to_digest(a_talk(DIGEST_FROM_REMARKS + 10, digested=10)) == ()
    assert to_digest(a_talk(DIGEST_FROM_REMARKS + 11, digested=10))[0].position == 10


def test_a_turn_shows_everything_that_is_not_retold_yet() -> None:
    """Between two looks at a session at most five messages come, each as long as it may be, and their answers."""
    assert DIGEST_FROM_CHARS < TURN_CHARS


async def test_the_older_part_of_a_long_talk_is_retold_and_shown_to_the_coach_from_then_on() -> None:
    house = Watched(STAYS, SessionDigest(digest="Говорили о доме."), a_turn("Дальше?"))
    await house.talks(*("ы" * 2000 for _ in range(5)))
    await house.looked_at()
    await house.says("И ещё")

    session = await house.session()
    asked = {p.purpose: p for p in house.model.asked}
    assert (session.digest, session.digested_length) == ("Говорили о доме.", 8)
    assert [len(u.text) for u in asked[Purpose.SESSION_DIGEST].dialogue if u.speaker is Speaker.PERSON] == [2000] * 4
    assert house.model.asked[-1].notes[Label.DIGEST] == ("Говорили о доме.",)


async def test_the_next_digest_builds_on_the_one_before() -> None:
    house = Watched(STAYS, SessionDigest(digest="Сначала дом."), STAYS, SessionDigest(digest="Дом, потом работа."))
    await house.talks(*("ы" * 2000 for _ in range(5)))
    await house.looked_at()
    for _ in range(5):
        house.model.script.insert(0, a_turn("И?"))
        await house.says("я" * 2000)
    await house.looked_at()

    assert (await house.session()).digest == "Дом, потом работа."
    assert house.model.asked[-1].notes[Label.DIGEST] == ("Сначала дом.",)


async def test_a_silent_coach_costs_no_more_than_the_digest() -> None:
    house = Watched(seen_at(Stage.REFUSAL), Unavailable("503"))
    await house.talks(*("ы" * 2000 for _ in range(5)))

    record = await house.looked_at()

    assert record is not None
    assert (await house.session()).digest == ""
    assert await house.taken() is None


async def test_a_turn_that_knows_nothing_of_the_digest_does_not_lose_it() -> None:
    house = Watched(STAYS, SessionDigest(digest="Говорили о доме."))
    await house.talks(*("ы" * 2000 for _ in range(5)))
    before = await house.session()
    await house.looked_at()
    async with house.world.begin() as tx:
        await tx.sessions.save(before)

    assert (await house.session()).digest == "Говорили о доме."


async def test_what_one_session_found_is_told_to_the_coach_in_the_next() -> None:
    found = SessionSummary(patterns=("спасать",), core_issue="страх", themes=("дом",))
    house = Watched(found, STAYS, a_turn("Снова ты?"), secrets=("дом",))
    await house.talks("Я всех спасаю")
    await house.ends()
    await house.open_session(await house.cause(), await house.contact(), a_session().kind)

    assert house.model.asked[-1].notes == {
        Label.PATTERNS: ("спасать",),
        Label.CORE_ISSUE: ("страх",),
        Label.THEMES: ("[1]",),
    }


async def test_a_closed_session_keeps_what_it_found_and_where_it_began() -> None:
    found = SessionSummary(
        insights=("Вижу",), patterns=("спасать",), core_issue="страх", core_trauma="Папа ушёл", themes=("дом",)
    )
    house = Watched(found, STAYS)
    await house.talks("Я всех спасаю")
    await house.ends()

    session = await house.session()
    assert session.core_trauma == {"told": "Папа ушёл", "issue": "страх"}
    assert session.metaphysical_profile is not None
    assert session.metaphysical_profile["patterns"] == ["спасать"]
    assert session.metaphysical_profile["signs"] == [[1, 1]]


async def test_a_session_without_findings_claims_none() -> None:
    house = Watched(SessionSummary())
    await house.in_session()
    await house.ends()

    session = await house.session()
    assert session.core_trauma is None
    assert session.metaphysical_profile == Profile(session_id=session.id).as_dict()


@pytest.mark.parametrize(("spared", "fact"), [(False, "on"), (True, "off")])
async def test_for_a_month_after_a_signal_death_stands_for_nothing(spared: bool, fact: str) -> None:
    house = Watched(a_turn("И?"))
    await house.in_session()
    cause = await house.cause()
    contact = replace(await house.contact(), may_die_symbolically=not spared)

    await house.answering(cause, contact, await house.session())

    assert house.model.asked[-1].facts["symbols"] == fact
