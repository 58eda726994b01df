"""Asking the coach for what it says to the answers of a guided exercise."""

from dataclasses import dataclass
from typing import TypeVar

from relove_core.llm import Purpose
from relove_core.redaction import Hidden
from relove_core.sessions.coaching import Coach
from relove_core.sessions.exercise import GuidedTurn, Reflection
from relove_core.sessions.memory import TURN_CHARS, newest
from relove_core.sessions.model import Session
from relove_core.sessions.restoring import finding, findings, spoken
from relove_core.sessions.whom import Whom

T = TypeVar("T", GuidedTurn, Reflection)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """The coach as an exercise speaks to it. No transaction is open while it thinks."""

    coach: Coach

    async def turn(self, session: Session, whom: Whom) -> tuple[GuidedTurn, Hidden]:
        """What it says to the last answer. Raises Unavailable: there is nothing now."""
        return await self._complete(Purpose.GUIDED_TURN, session, whom, GuidedTurn)

    async def reflection(self, session: Session, whom: Whom) -> tuple[Reflection, Hidden]:
        """What the answers show together. Raises Unavailable: nobody can tell now."""
        return await self._complete(Purpose.REFLECTION, session, whom, Reflection)

    async def _complete(self, purpose: Purpose, session: Session, whom: Whom, schema: type[T]) -> tuple[T, Hidden]:
        prompt, hidden = await self.coach.ask(purpose, session, whom, newest(session.history, chars=TURN_CHARS))
        said = (await self.coach.llm.complete(prompt, schema)).value
        lists = {name: findings(value, hidden) for name, value in said if isinstance(value, tuple)}
        fields = {"reply": spoken(said.reply, hidden), "core_issue": finding(said.core_issue, hidden)}
        return schema.model_validate({**fields, **lists, "crisis": said.crisis}), hidden
