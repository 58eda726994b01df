"""Looking at the stage of a session: what is asked, what is believed, and what becomes of it."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from relove_core.errors import Unavailable
from relove_core.journey.analysis import StageProposal
from relove_core.journey.model import Refusal, Stage, StageRecord
from relove_core.llm import Purpose
from relove_core.safety.levels import CrisisLevel
from relove_core.safety.model import Safety
from relove_core.safety.transitions import HeldForSafety
from relove_core.sessions.analyse_stage import AnalyseStage, AnalysisOutdated
from relove_core.sessions.coach import SessionSummary
from relove_core.sessions.ports import DueAnalysis
from relove_core.testing.builders import ANNA, a_cause, a_contact, a_turn
from relove_core.testing.scripted_model import Line, Meanwhile
from relove_core.users.consent import CURRENT, ConsentAnswer, ConsentKind
from tests.unit.house import House

LEASE = timedelta(minutes=2)


def seen_at(stage: Stage, confidence: float = 0.7, *, quote: str | None = None) -> StageProposal:
    return StageProposal(stage=stage, confidence=confidence, quote=quote, reason="так")


class Watched(House):
    """Anna has consented and talks; her session is looked at when it is due."""

    def __init__(self, *script: Line, secrets: tuple[str, ...] = ()) -> None:
        super().__init__(*script, secrets=secrets)
        self.analyse = AnalyseStage(begin=self.world.begin, coach=self.coach, clock=self.world.clock)

    async def consents(self, *, is_given: bool = True) -> None:
        for kind in ConsentKind:
            answer = ConsentAnswer(kind=kind, version=CURRENT[kind], is_given=is_given)
            async with self.world.begin() as tx:
                await tx.users.consent(ANNA, answer, cause=a_cause(), at=self.now())

    async def talks(self, *texts: str) -> None:
        """In a session; each text is answered."""
        await self.in_session()
        await self.consents()
        for text in texts or [f"слово {n}" for n in range(5)]:
            self.model.script.insert(0, a_turn("И?"))
            await self.says(text)

    async def taken(self) -> DueAnalysis | None:
        async with self.world.begin() as tx:
            return await tx.analyses.take(lease=LEASE)

    async def looked_at(self) -> StageRecord | None:
        claim = await self.taken()
        assert claim is not None, "nothing is due"
        return await self.analyse(claim)

    async def records(self) -> Sequence[StageRecord]:
        async with self.world.begin() as tx:
            return await tx.journey.records_of(ANNA)

    async def hears(self, level: CrisisLevel = CrisisLevel.CRISIS) -> None:
        async with self.world.begin() as tx:
            await tx.safety.save((await tx.safety.of(ANNA)).hear(level, at=self.now()))


async def test_the_fifth_message_moves_the_stage_by_her_words() -> None:
    house = Watched(seen_at(Stage.REFUSAL, quote="боюсь [1]"), secrets=("Петра",))
    await house.talks("раз", "два", "три", "боюсь Петра", "пять")

    record = await house.looked_at()

    assert record is not None
    assert (record.target, record.quote, record.refusal) == (Stage.REFUSAL, "боюсь Петра", None)
    assert (await house.anna()).last_journey_stage == "REFUSAL"
    assert (await house.session()).stage is Stage.ORDINARY_WORLD, "the session keeps where it began"
    asked = house.model.asked[-1]
    assert not asked.is_awaited
    assert asked.purpose is Purpose.STAGE_ANALYSIS
    assert [u.text for u in asked.dialogue if "[1]" in u.text] == ["боюсь [1]"]
    assert await house.taken() is None


async def test_words_that_she_never_said_are_dropped() -> None:
    house = Watched(seen_at(Stage.REFUSAL, quote="я на всё согласна"))
    await house.talks()

    record = await house.looked_at()

    assert record is not None
    assert record.quote is None


async def test_what_is_not_allowed_is_recorded_and_moves_nobody() -> None:
    house = Watched(seen_at(Stage.CALL_TO_ADVENTURE), seen_at(Stage.ORDEAL, 1.0))
    await house.talks()
    await house.looked_at()
    house.model.script[:0] = [a_turn()] * 5
    for n in range(5):
        await house.says(f"ещё {n}")

    record = await house.looked_at()

    assert record is not None
    assert record.refusal is Refusal.NO_SUCH_MOVE
    assert (await house.anna()).last_journey_stage == "CALL_TO_ADVENTURE"
    assert len(await house.records()) == 2
    assert house.model.asked[-1].facts["stage"] == "CALL_TO_ADVENTURE"


@pytest.mark.parametrize("level", [CrisisLevel.SUPPORT, CrisisLevel.CRISIS, CrisisLevel.IMMINENT])
async def test_in_a_crisis_nothing_is_asked_and_it_stays_due(level: CrisisLevel) -> None:
    house = Watched(seen_at(Stage.REFUSAL))
    await house.talks()
    asked = len(house.model.asked)
    await house.hears(level)

    assert await house.looked_at() is None

    assert len(house.model.asked) == asked
    assert await house.records() == ()
    house.world.clock.pass_(LEASE)
    assert await house.taken() is not None


async def test_a_crisis_while_the_model_thinks_stops_the_move() -> None:
    house = Watched()
    house.model.script = [Meanwhile(house.hears, seen_at(Stage.REFUSAL))]
    await house.talks()

    record = await house.looked_at()

    assert record is not None
    assert record.refusal is Refusal.CRISIS
    assert (await house.anna()).last_journey_stage is None


async def test_of_who_took_consent_back_nothing_is_asked() -> None:
    house = Watched(seen_at(Stage.REFUSAL))
    await house.talks()
    asked = len(house.model.asked)
    await house.consents(is_given=False)

    assert await house.looked_at() is None

    assert len(house.model.asked) == asked
    house.world.clock.pass_(LEASE)
    assert await house.taken() is None


async def test_consent_taken_back_while_the_model_thinks_keeps_nothing() -> None:
    house = Watched()

    async def take_back() -> None:
        await house.consents(is_given=False)

    house.model.script = [Meanwhile(take_back, seen_at(Stage.REFUSAL))]
    await house.talks()

    with pytest.raises(AnalysisOutdated):
        await house.looked_at()
    assert await house.records() == ()
    assert (await house.anna()).last_journey_stage is None


async def test_a_silent_coach_leaves_it_due() -> None:
    house = Watched(Unavailable("503"), seen_at(Stage.REFUSAL))
    await house.talks()
    with pytest.raises(Unavailable):
        await house.looked_at()
    house.world.clock.pass_(LEASE)

    assert await house.looked_at() is not None


async def test_of_two_that_look_at_once_the_later_claim_counts() -> None:
    house = Watched()

    async def overtaken() -> None:
        house.world.clock.pass_(LEASE)
        house.model.script.insert(0, seen_at(Stage.CALL_TO_ADVENTURE))
        await house.looked_at()

    house.model.script = [Meanwhile(overtaken, seen_at(Stage.REFUSAL))]
    await house.talks()

    with pytest.raises(AnalysisOutdated):
        await house.looked_at()
    assert [r.target for r in await house.records()] == [Stage.CALL_TO_ADVENTURE]


async def test_a_stage_that_moved_is_used_from_the_next_turn_on() -> None:
    house = Watched(a_turn("Дальше"))
    await house.in_session()
    cause = await house.cause()
    session = await house.session()

    await house.answering(cause, a_contact(stage="ORDEAL"), session)

    assert house.model.asked[-1].facts["stage"] == "ORDEAL"
    assert (await house.session()).stage is Stage.ORDINARY_WORLD


# --- at the end -----------------------------------------------------------------------------------------------------


async def test_closing_moves_the_stage_in_the_same_act() -> None:
    house = Watched(SessionSummary(), seen_at(Stage.MEETING_MENTOR))
    await house.talks("мне нужен совет")
    await house.ends()

    assert (await house.anna()).last_journey_stage == "MEETING_MENTOR"
    assert [u.purpose for u in house.model.asked[-2:]] == [Purpose.SESSION_SUMMARY, Purpose.STAGE_ANALYSIS]
    assert await house.taken() is None


async def test_a_session_closed_while_the_coach_was_silent_is_looked_at_later() -> None:
    house = Watched(Unavailable("503"), Unavailable("503"), seen_at(Stage.REFUSAL))
    await house.talks("одно слово")
    await house.ends()
    assert await house.records() == ()

    record = await house.looked_at()

    assert record is not None
    assert (await house.anna()).last_journey_stage == "REFUSAL"


async def test_a_session_without_a_word_asks_nobody_about_the_stage() -> None:
    house = Watched(SessionSummary())
    await house.in_session()
    await house.ends()

    assert [p.purpose for p in house.model.asked] == [Purpose.SESSION_SUMMARY]
    assert await house.taken() is None


async def test_a_restart_keeps_the_stage_of_the_old_session() -> None:
    house = Watched(a_turn("Сначала"), SessionSummary(), seen_at(Stage.REFUSAL))
    await house.talks("страшно")
    await house.restart(await house.cause(), await house.contact(), (await house.session()).kind)

    assert (await house.anna()).last_journey_stage == "REFUSAL"
    assert (await house.session()).is_active


async def test_a_crisis_while_it_is_summed_up_closes_nothing_and_moves_nothing() -> None:
    house = Watched(SessionSummary())
    house.model.script.append(Meanwhile(house.hears, seen_at(Stage.REFUSAL)))
    await house.talks("страшно")

    with pytest.raises(HeldForSafety):
        await house.ends()
    assert await house.records() == ()
    assert (await house.session()).is_active


async def test_once_the_level_is_normal_again_the_session_is_looked_at() -> None:
    house = Watched(seen_at(Stage.REFUSAL))
    await house.talks()
    await house.hears()
    assert await house.looked_at() is None
    async with house.world.begin() as tx:
        await tx.safety.save(Safety(user_id=ANNA))
    house.world.clock.pass_(LEASE)

    assert await house.looked_at() is not None
