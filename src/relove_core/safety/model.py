"""How a person's level moves: up by signals, down by the written rules only."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from relove_core.ids import UserId
from relove_core.safety.levels import CrisisLevel
from relove_core.safety.standing import HOLD, SYMBOLIC_DEATH_OFF, Standing
from relove_core.safety.transitions import SIGNALS, TRANSITIONS, Event, ReturnNotAllowed, SafetyStepNotAllowed

__all__ = ["HOLD", "SYMBOLIC_DEATH_OFF", "CrisisLevel", "Safety"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Safety(Standing):
    """One person's level. Every verb takes the present moment.

    A clock that jumped back never helps down: no event is dated before what is known already. What was heard
    first under a wrong clock cannot be told from the truth, so hand in the database's time.
    """

    def hear(self, heard: CrisisLevel, *, at: datetime) -> Self:
        """A signal: up to the higher of both; an earlier denial, wish or release counts no more."""
        if heard is CrisisLevel.NORMAL:
            raise ValueError("hearing nothing is no signal")
        at = self._not_before_what_is_known(at)
        level = self._target(SIGNALS[heard])
        return replace(
            self,
            level=level,
            highest=max(self.highest, level),
            since=self.since if level is self.level else at,
            last_signal_at=at,
            denied_at=None,
            wish_at=None,
            released_by=None,
            released_at=None,
            symbolic_death_off_until=max(self.symbolic_death_off_until or at, at + SYMBOLIC_DEATH_OFF),
        )

    def deny(self, *, at: datetime) -> Self:
        """ "You got me wrong." Down to support at the most, and there it stays for ``HOLD``."""
        at = self._not_before_what_is_known(at)
        level = self._target(Event.DENIAL)
        return self if level is self.level else replace(self, level=level, since=at, denied_at=at)

    def wish(self, *, at: datetime) -> Self:
        """The person asks to go back; whether it is time is another question."""
        at = self._not_before_what_is_known(at)
        return replace(self, level=self._target(Event.WISH), wish_at=at)

    def release(self, by: UserId, *, at: datetime) -> Self:
        """An admin has looked; it opens the way back, it does not lead there."""
        at = self._not_before_what_is_known(at)
        return replace(self, level=self._target(Event.RELEASE), released_by=by, released_at=at)

    def return_to_normal(self, *, at: datetime, has_open_alert: bool) -> Self:
        """The only way to the normal level.

        Raises:
            SafetyStepNotAllowed: this is the normal level.
            ReturnNotAllowed: something is missing yet.
        """
        level = self._target(Event.RETURN)
        if missing := self.obstacles(at=at, has_open_alert=has_open_alert):
            raise ReturnNotAllowed(missing)
        return replace(
            self,
            level=level,
            highest=level,
            since=self._not_before_what_is_known(at),
            denied_at=None,
            wish_at=None,
            released_by=None,
            released_at=None,
        )

    def tick(self, *, at: datetime, has_open_alert: bool) -> Self:
        """Time has passed: back to normal if nothing is missing, else as it was."""
        if self.level is CrisisLevel.NORMAL or self.obstacles(at=at, has_open_alert=has_open_alert):
            return self
        return self.return_to_normal(at=at, has_open_alert=has_open_alert)

    def _target(self, event: Event) -> CrisisLevel:
        target = TRANSITIONS.get((self.level, event))
        if target is None:
            raise SafetyStepNotAllowed(f"no {event} at the level {self.level}")
        return target

    def _not_before_what_is_known(self, at: datetime) -> datetime:
        known = (self.since, self.last_signal_at, self.denied_at, self.wish_at, self.released_at)
        return max([at, *(moment for moment in known if moment is not None)])
