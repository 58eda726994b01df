"""The guard before everything in which the coach takes part."""

from relove_core.safety.ready import require_ready
from relove_core.safety.transitions import HeldForSafety
from relove_core.sessions.model import Session, SessionState

__all__ = ["require_not_held", "require_ready"]


def require_not_held(session: Session | None) -> None:
    """Raises HeldForSafety: the level has risen since this piece of work began."""
    if session is not None and session.state is SessionState.SUPPORT:
        raise HeldForSafety(f"session {session.id} is in support")
