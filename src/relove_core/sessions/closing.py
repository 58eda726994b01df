"""What closing a session needs: its summary, with or without a coach to make it."""

from dataclasses import dataclass

from relove_core.errors import Unavailable
from relove_core.sessions.coach import SessionSummary
from relove_core.sessions.coaching import Coach
from relove_core.sessions.model import Session
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Summing:
    coach: Coach

    async def __call__(self, session: Session, contact: Contact) -> SessionSummary:
        """The coach's summary; while it is silent, what the session itself has noted."""
        try:
            return await self.coach.summary(session, contact)
        except Unavailable:
            return SessionSummary(patterns=session.identified_patterns, core_issue=session.core_issue)


def profile_of(session: Session) -> dict[str, object]:
    """What a closed session tells about the person, as the user's ``metaphysical_profile`` keeps it."""
    themes = session.summary.themes if session.summary else ()
    return {
        "patterns": list(session.identified_patterns),
        "core_issue": session.core_issue,
        "themes": list(themes),
        "session_id": session.id,
    }
