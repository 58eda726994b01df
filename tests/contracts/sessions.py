"""What every SessionRepository does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from relove_core.ids import SessionId
from relove_core.journey.model import Stage
from relove_core.llm import Speaker
from relove_core.sessions.coach import SessionSummary
from relove_core.sessions.model import (
    Remark,
    Session,
    SessionAlreadyActive,
    SessionChanged,
    SessionKind,
    SessionState,
    Step,
)
from relove_core.testing.builders import ANNA, BORIS, a_session, a_turn, said
from relove_core.testing.clock import NOON
from tests.contracts.world import World, meet, rolled_back

LATER = NOON + timedelta(minutes=5)


async def opened(world: World, session: Session | None = None) -> Session:
    """A session of a person who is registered for it."""
    session = session or a_session()
    await meet(world, session.user_id, update_id=900_000 + session.user_id)
    async with world.begin() as tx:
        return await tx.sessions.open(session)


async def active(world: World, *, whole: bool = False) -> Session:
    async with world.begin() as tx:
        found = await tx.sessions.active_of(ANNA, whole=whole)
    assert found is not None
    return found


async def hear(world: World, *remarks: Remark) -> Session:
    async with world.begin() as tx:
        heard = await tx.sessions.hear(ANNA, remarks, at=LATER)
    assert heard is not None
    return heard


async def save(world: World, session: Session) -> None:
    async with world.begin() as tx:
        await tx.sessions.save(session)


def positions(session: Session) -> list[int]:
    return [r.position for r in session.history]


class SessionRepositoryContract:
    async def test_an_opened_session_is_read_back_as_it_was(self, world: World) -> None:
        given = replace(a_session(stage=Stage.REFUSAL), kind=SessionKind.DIAGNOSTIC, placeholders={"[1]": "Анна"})

        session = await opened(world, given)

        assert session.id > 0
        assert await active(world) == session
        assert replace(session, id=given.id) == given

    async def test_a_person_without_a_session_has_none(self, world: World) -> None:
        async with world.begin() as tx:
            assert await tx.sessions.active_of(ANNA) is None
            assert await tx.sessions.latest_of(ANNA) is None
            assert await tx.sessions.hear(ANNA, [said()], at=NOON) is None
            assert not await tx.sessions.revise(ANNA, 5, ["что"])

    async def test_a_second_active_session_is_refused(self, world: World) -> None:
        first = await opened(world)

        with pytest.raises(SessionAlreadyActive):
            async with world.begin() as tx:
                await tx.sessions.open(a_session())

        assert await active(world) == first

    async def test_people_have_sessions_of_their_own(self, world: World) -> None:
        hers, his = await opened(world), await opened(world, a_session(BORIS))

        assert hers.id != his.id
        assert await active(world) == hers

    async def test_a_new_session_may_be_opened_after_the_old_is_closed(self, world: World) -> None:
        old = await opened(world)
        summary = SessionSummary(insights=("Я боюсь",), patterns=("спасать",), core_issue="страх")
        async with world.begin() as tx:
            await tx.sessions.save(old.complete(summary, at=LATER))
            new = await tx.sessions.open(a_session())

        assert (await active(world)).id == new.id
        assert new.id > old.id

    async def test_what_a_person_has_said_is_read_over_all_their_sessions(self, world: World) -> None:
        await opened(world, a_session(BORIS))
        await opened(world)
        await hear(world, said("раз", update_id=1))
        await save(world, (await active(world)).complete(SessionSummary(), at=LATER))
        async with world.begin() as tx:
            await tx.sessions.open(a_session())
        await hear(world, said("два", update_id=2), said("три", update_id=3))
        await save(world, (await active(world)).answer(a_turn("И?"), placeholders={}, at=LATER))

        async with world.begin() as tx:
            every = await tx.sessions.words_of(ANNA, most=9)
            newest = await tx.sessions.words_of(ANNA, most=2)
            nobody = await tx.sessions.words_of(BORIS, most=9)

        assert [r.text for r in every] == ["раз", "два", "три"]
        assert [r.text for r in newest] == ["два", "три"]
        assert all(r.speaker is Speaker.PERSON for r in every)
        assert nobody == ()

    async def test_the_latest_session_is_found_when_it_is_over(self, world: World) -> None:
        summary = SessionSummary(insights=("Я боюсь",), themes=("страх",))
        await save(world, (await opened(world)).complete(summary, at=LATER))
        async with world.begin() as tx:
            latest = await tx.sessions.latest_of(ANNA)
            assert await tx.sessions.active_of(ANNA) is None

        assert latest is not None
        assert (latest.state, latest.summary, latest.completed_at) == (SessionState.COMPLETED, summary, LATER)

    async def test_what_is_heard_is_kept_in_its_order(self, world: World) -> None:
        await opened(world)

        heard = await hear(world, said("раз", update_id=1, number=11), said("два", update_id=2, number=12))

        assert [(r.position, r.text) for r in heard.history[1:]] == [(1, "раз"), (2, "два")]
        assert heard.length == 3
        assert [r.text for r in heard.unanswered] == ["раз", "два"]
        assert await active(world) == replace(heard, updated_at=LATER)

    async def test_a_remark_is_heard_once_however_often_it_comes(self, world: World) -> None:
        await opened(world)
        long = [said("начало", update_id=1, part=0), said("конец", update_id=1, part=1)]
        await hear(world, long[0])
        await hear(world, *long, said("ещё", update_id=2))

        heard = await hear(world, *long)

        assert [r.text for r in heard.history[1:]] == ["начало", "конец", "ещё"]
        assert positions(heard) == [0, 1, 2, 3]
        assert heard.length == 4

    async def test_hearing_nothing_changes_nothing(self, world: World) -> None:
        session = await opened(world)

        assert (await hear(world)).history == session.history

    async def test_hearing_leaves_the_version(self, world: World) -> None:
        before = await opened(world)

        assert (await hear(world, said())).version == before.version

    async def test_a_paused_session_hears(self, world: World) -> None:
        await save(world, (await opened(world)).move(Step.PAUSE, at=LATER))

        heard = await hear(world, said())

        assert heard.state is SessionState.PAUSED
        assert len(heard.unanswered) == 1

    async def test_a_saved_answer_is_read_back_whole(self, world: World) -> None:
        await opened(world)
        heard = await hear(world, said())
        turn = a_turn("И давно?", "Давно", "Нет", patterns=["усталость"], core="страх")
        answered = heard.answer(turn, placeholders={"[1]": "Анна"}, at=LATER)
        await save(world, answered)

        assert await active(world) == replace(answered, version=heard.version + 1)

    async def test_fixed_words_are_kept_as_such(self, world: World) -> None:
        session = await opened(world)
        await save(world, session.move(Step.HOLD, at=LATER).stand_by("Я рядом.", at=LATER))

        kept = await active(world)

        assert kept.last_spoken is not None
        assert (kept.last_spoken.text, kept.last_spoken.is_fixed) == ("Я рядом.", True)
        assert kept.last_question is not None
        assert kept.last_question.text != "Я рядом."

    async def test_everything_that_may_change_is_saved(self, world: World) -> None:
        session = await opened(world)
        changed = replace(
            session,
            state=SessionState.PAUSED,
            stage=Stage.ORDEAL,
            identified_patterns=("бегство",),
            core_issue="вина",
            question_count=9,
            metaphysical_profile={"light": 0.5},
            core_trauma={"what": "потеря"},
            session_data={"last_error": "unavailable", "n": 1},
            placeholders={"[1]": "Анна", "[2]": "Пётр"},
            summary=SessionSummary(next_steps=("спать",)),
            updated_at=LATER,
        )
        await save(world, changed)

        assert await active(world) == replace(changed, version=1)

    async def test_a_stale_save_is_refused_and_writes_nothing(self, world: World) -> None:
        session = await opened(world)
        await save(world, session.move(Step.PAUSE, at=LATER))

        with pytest.raises(SessionChanged):
            await save(world, session.answer(a_turn("поздно"), placeholders={}, at=LATER))

        now = await active(world)
        assert now.state is SessionState.PAUSED
        assert now.history == session.history

    async def test_a_session_that_is_not_there_cannot_be_saved(self, world: World) -> None:
        session = await opened(world)

        with pytest.raises(SessionChanged):
            await save(world, replace(session, id=SessionId(session.id + 1000)))

    async def test_a_save_takes_nothing_back_that_was_heard_meanwhile(self, world: World) -> None:
        session = await opened(world)
        await hear(world, said("раз", update_id=1))
        await save(world, session.stumble("unavailable", at=LATER))

        heard = await hear(world, said("два", update_id=2))

        assert [r.text for r in heard.unanswered] == ["раз", "два"]
        assert positions(heard) == [0, 1, 2]

    async def test_an_answer_that_did_not_hear_the_last_words_is_refused(self, world: World) -> None:
        session = await opened(world)
        await hear(world, said("важное", update_id=1))

        with pytest.raises(SessionChanged):
            await save(world, session.answer(a_turn("мимо"), placeholders={}, at=LATER))

        assert [r.text for r in (await active(world)).unanswered] == ["важное"]

    async def test_a_saved_pause_leaves_what_was_said_unanswered(self, world: World) -> None:
        await opened(world)
        heard = await hear(world, said())
        await save(world, heard.move(Step.PAUSE, at=LATER))

        assert [r.text for r in (await active(world)).unanswered] == ["Я устала"]

    async def test_positions_stay_gapless_over_many_turns(self, world: World) -> None:
        session = await opened(world)
        for n in range(1, 6):
            heard = await hear(world, said("раз", update_id=2 * n), said("два", update_id=2 * n + 1))
            await save(world, heard.answer(a_turn(f"вопрос {n}"), placeholders={}, at=LATER))

        whole = await active(world, whole=True)
        assert positions(whole) == list(range(16))
        assert whole.length == 16
        assert not whole.unanswered
        assert whole.version == session.version + 5

    async def test_an_unanswered_remark_can_be_revised(self, world: World) -> None:
        await opened(world)
        await hear(world, said("устала", number=11), said("очень", update_id=2, number=12))
        async with world.begin() as tx:
            assert await tx.sessions.revise(ANNA, 11, ["не устала"])

        assert [r.text for r in (await active(world)).unanswered] == ["не устала", "очень"]

    @pytest.mark.parametrize("before", [1, 2, 3])
    @pytest.mark.parametrize("after", [1, 2, 3])
    async def test_a_revised_message_has_the_new_parts_and_no_other(
        self, world: World, before: int, after: int
    ) -> None:
        await opened(world)
        old = [said(f"было {n}", update_id=2, part=n, number=12) for n in range(before)]
        await hear(world, said("раньше", number=11), *old, said("позже", update_id=3, number=13))
        new = [f"стало {n}" for n in range(after)]
        async with world.begin() as tx:
            assert await tx.sessions.revise(ANNA, 12, new)

        revised = await active(world)
        assert [r.text for r in revised.unanswered] == ["раньше", *new, "позже"]
        assert positions(revised) == list(range(revised.length))
        parts = [(r.telegram_message_id, r.update_id, r.part) for r in revised.unanswered]
        assert parts == [(11, 1, 0), *((12, 2, n) for n in range(after)), (13, 3, 0)]

    async def test_a_revised_session_goes_on(self, world: World) -> None:
        await opened(world)
        await hear(world, *(said("длинное", update_id=1, part=n, number=11) for n in range(2)))
        async with world.begin() as tx:
            await tx.sessions.revise(ANNA, 11, ["короткое"])
        heard = await hear(world, said("ещё", update_id=2, number=12))
        answered = heard.answer(a_turn("и?"), placeholders={}, at=LATER)
        await save(world, answered)

        whole = await active(world, whole=True)
        assert [r.text for r in whole.history[1:]] == ["короткое", "ещё", "и?"]
        assert positions(whole) == [0, 1, 2, 3]
        assert not whole.unanswered

    async def test_a_message_revised_to_nothing_stays_as_it_was(self, world: World) -> None:
        await opened(world)
        before = await hear(world, said("устала", number=11))
        async with world.begin() as tx:
            assert await tx.sessions.revise(ANNA, 11, [])
            assert not await tx.sessions.revise(ANNA, 99, [])

        assert await active(world) == replace(before, updated_at=LATER)

    async def test_an_answered_remark_stays_as_it_was(self, world: World) -> None:
        await opened(world)
        heard = await hear(world, said("устала", number=11))
        await save(world, heard.answer(a_turn(), placeholders={}, at=LATER))
        async with world.begin() as tx:
            assert not await tx.sessions.revise(ANNA, 11, ["не устала"])
            assert not await tx.sessions.revise(ANNA, 99, ["кто"])

        assert [r.text for r in (await active(world)).history if r.speaker is Speaker.PERSON] == ["устала"]

    async def test_of_a_long_history_the_newest_part_is_read(self, world: World) -> None:
        await self._talk(world, turns=40)

        recent, whole = await active(world), await active(world, whole=True)

        assert whole.length == recent.length == len(whole.history) == 81
        assert positions(whole) == list(range(81))
        assert 20 <= len(recent.history) < 81
        assert recent.history == whole.history[-len(recent.history) :]

    async def test_a_long_history_goes_on(self, world: World) -> None:
        await self._talk(world, turns=40)
        heard = await hear(world, said("ещё", update_id=1000))
        answered = heard.answer(a_turn("и?"), placeholders={}, at=LATER)
        await save(world, answered)

        whole = await active(world, whole=True)
        assert positions(whole) == list(range(83))
        assert [r.text for r in whole.history[-2:]] == ["ещё", "и?"]

    async def test_everything_unanswered_is_read_however_much_it_is(self, world: World) -> None:
        await save(world, (await opened(world)).move(Step.PAUSE, at=LATER))
        for n in range(1, 101):
            heard = await hear(world, said(str(n), update_id=n))

        assert [r.text for r in heard.unanswered] == [str(n) for n in range(1, 101)]
        assert [r.text for r in (await active(world)).unanswered] == [str(n) for n in range(1, 101)]

    async def test_a_rolled_back_change_leaves_no_trace(self, world: World) -> None:
        session = await opened(world)

        async with rolled_back(world) as tx:
            await tx.sessions.hear(ANNA, [said()], at=LATER)
            await tx.sessions.save(session.move(Step.PAUSE, at=LATER))

        assert await active(world) == session

    async def _talk(self, world: World, *, turns: int) -> None:
        await opened(world)
        for n in range(1, turns + 1):
            heard = await hear(world, said(f"ответ {n}", update_id=n))
            await save(world, heard.answer(a_turn(f"вопрос {n}"), placeholders={}, at=LATER))
