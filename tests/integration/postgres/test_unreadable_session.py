"""A session that cannot be read, of an older shape or broken, keeps nobody else from being looked at."""

from datetime import timedelta

from sqlalchemy import text
from structlog.testing import capture_logs

from apps.bot.analyses import Analyses
from relove_adapters.postgres.portraits import PostgresPortraits
from relove_core.sessions.analyse_due import AnalyseDue
from relove_core.sessions.analyse_stage import AnalyseStage
from relove_core.sessions.coaching import Coach
from relove_core.sessions.model import Step
from relove_core.testing.builders import ANNA, BORIS, a_session, said
from relove_core.testing.clock import FrozenClock
from relove_core.testing.scripted_model import ScriptedModel
from relove_core.testing.word_redactor import WordRedactor
from tests.contracts.analyses import LATER, talk
from tests.contracts.sessions import opened
from tests.integration.postgres.world import PostgresWorld

_BROKEN = text("""UPDATE user_sessions SET summary = '{"of": "another shape"}' WHERE user_id = :id""")


def analyses_of(world: PostgresWorld) -> Analyses:
    coach = Coach(llm=ScriptedModel(), redactor=WordRedactor(), portraits=PostgresPortraits(world.engine))
    analyse = AnalyseStage(begin=world.begin, coach=coach, clock=FrozenClock())
    return Analyses(analyse_due=AnalyseDue(begin=world.begin, analyse_stage=analyse, lease=timedelta(minutes=2)))


async def both_due(world: PostgresWorld) -> None:
    """Anna's has been due the longest, and her summary is of another shape."""
    await opened(world)
    await talk(world, messages=5)
    await world.pass_(timedelta(minutes=1))
    await opened(world, a_session(BORIS))
    async with world.begin() as tx:
        heard = await tx.sessions.hear(BORIS, [said(update_id=50)], at=LATER)
        assert heard is not None
        await tx.sessions.save(heard.move(Step.EXPIRE, at=LATER))
    async with world.engine.begin() as connection:
        await connection.execute(_BROKEN, {"id": ANNA})


async def test_a_session_that_cannot_be_read_keeps_nobody_from_being_looked_at(world: PostgresWorld) -> None:
    await both_due(world)
    analyses = analyses_of(world)

    with capture_logs() as logged:
        for _ in range(2):
            due = await analyses.claim()
            assert due is not None
            await analyses.work(due)

    assert await analyses.claim() is None, "nothing is in nobody's hands"
    waiting = await world.rows("SELECT user_id FROM user_sessions WHERE analysis_due_at IS NOT NULL")
    assert [row.user_id for row in waiting] == [ANNA]
    assert [line["event"] for line in logged] == ["stage.analysis_failed"]
