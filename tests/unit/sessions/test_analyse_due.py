"""Taking what is due: for how long it is in hand, and what is told of it."""

from datetime import timedelta

import pytest

from relove_core.errors import Unavailable
from relove_core.journey.model import Stage
from relove_core.sessions.analyse_due import AnalyseDue, Looked, lease_for
from relove_core.sessions.notice_silent import SILENT, NoticeSilent
from relove_core.testing.scripted_model import Line
from tests.unit.sessions.test_analyse_stage import LEASE, Watched, seen_at


class Due(Watched):
    def __init__(self, *script: Line) -> None:
        super().__init__(*script)
        self.analyse_due = AnalyseDue(begin=self.world.begin, analyse_stage=self.analyse, lease=LEASE)
        self.notice_silent = NoticeSilent(begin=self.world.begin, clock=self.world.clock)

    async def look(self) -> Looked | None:
        due = await self.analyse_due.claim()
        return await self.analyse_due(due) if due else None


@pytest.mark.parametrize("total_s", [0.5, 60, 3600])
def test_a_claim_outlives_a_stage_and_a_digest(total_s: float) -> None:
    lease = lease_for(total_s)

    assert lease > 2 * timedelta(seconds=total_s)


async def test_what_was_decided_is_told_and_nothing_is_due_any_more() -> None:
    house = Due(seen_at(Stage.REFUSAL))
    await house.talks()

    looked = await house.look()

    assert looked is not None
    assert looked.record is not None
    assert looked.record.facts["target"] is Stage.REFUSAL
    assert not {"quote", "reason"} & set(looked.record.facts)
    assert await house.look() is None


async def test_a_model_that_is_silent_is_told_and_asked_again_when_the_lease_ends() -> None:
    house = Due(Unavailable("away"), seen_at(Stage.REFUSAL))
    await house.talks()

    assert await house.look() == Looked(code=Unavailable.code)
    assert await house.look() is None
    house.world.clock.pass_(LEASE)
    looked = await house.look()

    assert looked is not None
    assert looked.record is not None


async def test_a_session_that_somebody_else_has_taken_is_left_to_them() -> None:
    house = Due(seen_at(Stage.REFUSAL))
    await house.talks()
    due = await house.analyse_due.claim()
    assert due is not None
    house.world.clock.pass_(LEASE)
    await house.analyse_due.claim()

    assert await house.analyse_due(due) == Looked(code="session.analysis_outdated")


async def test_who_broke_off_after_two_messages_is_looked_at_a_day_later() -> None:
    house = Due(seen_at(Stage.REFUSAL))
    await house.talks("раз", "два")
    house.world.clock.pass_(SILENT)
    assert await house.notice_silent() == 0

    house.world.clock.pass_(timedelta(seconds=1))
    assert await house.notice_silent() == 1
    looked = await house.look()

    assert looked is not None
    assert looked.record is not None
    assert await house.notice_silent() == 0
