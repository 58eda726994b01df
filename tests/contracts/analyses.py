"""What every AnalysisRepository does, and what makes a session due."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from relove_core.sessions.coach import SessionSummary
from relove_core.sessions.memory import Digest
from relove_core.sessions.model import Session, Step
from relove_core.sessions.ports import Unanalysed
from relove_core.testing.builders import ANNA, BORIS, a_session, a_turn, said
from relove_core.testing.clock import NOON
from tests.contracts.sessions import active, hear, opened, save
from tests.contracts.world import World

LATER = NOON + timedelta(minutes=5)
LEASE = timedelta(minutes=2)


async def take(world: World) -> Unanalysed | None:
    async with world.begin() as tx:
        due = await tx.analyses.take(lease=LEASE)
        return await tx.analyses.load(due) if due else None


async def taken(world: World) -> Unanalysed:
    found = await take(world)
    assert found is not None, "nothing is due"
    return found


async def finish(world: World, claim: Unanalysed) -> bool:
    async with world.begin() as tx:
        return await tx.analyses.finish(claim)


async def notice_silent(world: World, *, since: datetime, most: int = 9) -> int:
    async with world.begin() as tx:
        return await tx.analyses.notice_silent(untouched_since=since, most=most)


async def talk(world: World, *, messages: int, first: int = 1) -> Session:
    """So many messages of Anna, each one answered."""
    for n in range(first, first + messages):
        heard = await hear(world, said(f"ответ {n}", update_id=n))
        await save(world, heard.answer(a_turn(f"вопрос {n}"), placeholders={}, at=LATER))
    return await active(world)


class AnalysisRepositoryContract:
    async def test_four_messages_are_not_due_and_five_are(self, world: World) -> None:
        await opened(world)
        session = await talk(world, messages=4)
        assert await take(world) is None

        session = await talk(world, messages=1, first=5)
        claim = await taken(world)

        assert claim.session == session
        assert claim.session.unanalysed == 5

    async def test_a_burst_counts_each_text_and_a_long_text_once(self, world: World) -> None:
        await opened(world)
        heard = await hear(world, *(said(str(n), update_id=n) for n in range(1, 4)), said("а", update_id=4))
        heard = await hear(world, said("б", update_id=4, part=1), said("в", update_id=4, part=2))
        await save(world, heard.answer(a_turn(), placeholders={}, at=LATER))
        assert await take(world) is None

        heard = await hear(world, said("г", update_id=5))
        await save(world, heard.answer(a_turn(), placeholders={}, at=LATER))
        assert await take(world) is not None

    async def test_what_is_taken_nobody_else_gets_until_the_lease_ends(self, world: World) -> None:
        await opened(world)
        await talk(world, messages=5)
        first = await taken(world)
        assert await take(world) is None

        await world.pass_(LEASE)
        second = await taken(world)

        assert second.session.id == first.session.id
        assert not await finish(world, first)
        assert await finish(world, second)
        assert await take(world) is None

    async def test_what_was_taken_is_read_only_while_it_is_in_the_same_hands(self, world: World) -> None:
        await opened(world)
        session = await talk(world, messages=5)
        async with world.begin() as tx:
            first = await tx.analyses.take(lease=LEASE)
        await world.pass_(LEASE)
        async with world.begin() as tx:
            second = await tx.analyses.take(lease=LEASE)
            assert first is not None
            assert second is not None

            assert await tx.analyses.load(first) is None
            read = await tx.analyses.load(second)

        assert read is not None
        assert (read.session, read.until) == (session, second.until)

    async def test_what_is_finished_is_due_again_after_five_more(self, world: World) -> None:
        await opened(world)
        await talk(world, messages=5)
        assert await finish(world, await taken(world))
        assert (await active(world)).analysed_length == 11

        await talk(world, messages=4, first=6)
        assert await take(world) is None
        await talk(world, messages=1, first=10)
        assert (await taken(world)).session.unanalysed == 5

    async def test_a_digest_is_kept_and_no_save_loses_it(self, world: World) -> None:
        await opened(world)
        before = await talk(world, messages=5)
        claim = await taken(world)
        async with world.begin() as tx:
            assert await tx.analyses.finish(claim, digest=Digest(text="О доме.", length=4))
        await save(world, before)

        after = await active(world)

        assert (after.digest, after.digested_length) == ("О доме.", 4)

    async def test_finishing_without_a_digest_leaves_the_one_before(self, world: World) -> None:
        await opened(world)
        await talk(world, messages=5)
        claim = await taken(world)
        async with world.begin() as tx:
            await tx.analyses.finish(claim, digest=Digest(text="О доме.", length=4))
        await talk(world, messages=5, first=6)
        assert await finish(world, await taken(world))

        assert (await active(world)).digest == "О доме."

    async def test_in_support_nobody_looks_until_it_is_over(self, world: World) -> None:
        await opened(world)
        session = await talk(world, messages=5)
        await save(world, session.move(Step.HOLD, at=LATER))
        assert await take(world) is None

        await save(world, (await active(world)).move(Step.RELEASE, at=LATER))

        assert await take(world) is not None

    async def test_an_answer_that_is_being_made_is_not_outdated(self, world: World) -> None:
        await opened(world)
        await talk(world, messages=5)
        heard = await hear(world, said("ещё", update_id=6))
        assert await finish(world, await taken(world))

        await save(world, heard.answer(a_turn("Дальше"), placeholders={}, at=LATER))

        assert (await active(world)).analysed_length == 12
        assert await take(world) is None, "a view from before the analysis makes nothing due"

    async def test_a_session_that_ends_with_words_nobody_looked_at_is_due(self, world: World) -> None:
        await opened(world)
        session = await talk(world, messages=1)
        await save(world, session.complete(SessionSummary(), at=LATER))

        claim = await taken(world)

        assert not claim.session.is_active
        assert await finish(world, claim)
        assert await take(world) is None

    @pytest.mark.parametrize("step", [Step.COMPLETE, Step.EXPIRE])
    async def test_a_session_that_ends_without_a_word_is_not_due(self, world: World, step: Step) -> None:
        session = await opened(world)
        await save(world, session.move(step, at=LATER))

        assert await take(world) is None

    async def test_a_session_that_nobody_came_back_to_is_due(self, world: World) -> None:
        silent = await opened(world, a_session(BORIS))
        await opened(world)
        await talk(world, messages=1)
        async with world.begin() as tx:
            assert await tx.sessions.expire(untouched_since=LATER + LEASE, at=LATER + LEASE, most=9) == 2

        claim = await taken(world)

        assert claim.session.user_id == ANNA
        assert not claim.session.is_active
        assert await take(world) is None, f"nothing was said in {silent.id}"

    async def test_a_session_that_ends_with_an_analysis_is_due_no_more(self, world: World) -> None:
        await opened(world)
        session = await talk(world, messages=5)
        claim = await taken(world)
        await save(world, session.complete(SessionSummary(), at=LATER).analysed())

        assert not await finish(world, claim)
        await world.pass_(2 * LEASE)
        assert await take(world) is None

    async def test_what_was_said_while_it_was_looked_at_and_then_ended_is_not_forgotten(self, world: World) -> None:
        await opened(world)
        await talk(world, messages=5)
        claim = await taken(world)
        session = await talk(world, messages=1, first=6)
        await save(world, session.complete(SessionSummary(), at=LATER))

        assert await finish(world, claim)

        assert (await taken(world)).session.unanalysed == 1

    async def test_the_one_that_waits_longest_comes_first(self, world: World) -> None:
        await opened(world)
        await talk(world, messages=5)
        await world.pass_(timedelta(minutes=1))
        his = await opened(world, a_session(BORIS))
        async with world.begin() as tx:
            heard = await tx.sessions.hear(BORIS, [said(update_id=50)], at=LATER)
            assert heard is not None
            await tx.sessions.save(replace(heard.move(Step.EXPIRE, at=LATER)))

        assert (await taken(world)).session.user_id == ANNA
        assert (await taken(world)).session.id == his.id
        assert await take(world) is None

    async def test_a_session_that_fell_silent_with_words_nobody_looked_at_is_due_once(self, world: World) -> None:
        await opened(world)
        await talk(world, messages=1)
        await opened(world, a_session(BORIS))
        assert await notice_silent(world, since=LATER) == 0, "somebody talks there still"

        assert await notice_silent(world, since=LATER + LEASE) == 1, "nothing was said in Boris' session"
        assert await notice_silent(world, since=LATER + LEASE) == 0
        claim = await taken(world)

        assert (claim.session.user_id, claim.session.is_active) == (ANNA, True)
        assert await finish(world, claim)
        assert await notice_silent(world, since=LATER + LEASE) == 0

    async def test_of_many_silent_sessions_only_so_many_are_noticed_at_once(self, world: World) -> None:
        await opened(world)
        await talk(world, messages=1)
        await opened(world, a_session(BORIS))
        async with world.begin() as tx:
            await tx.sessions.hear(BORIS, [said(update_id=50)], at=LATER)

        assert await notice_silent(world, since=LATER + LEASE, most=1) == 1
        assert await notice_silent(world, since=LATER + LEASE, most=1) == 1
        assert await notice_silent(world, since=LATER + LEASE, most=1) == 0
