"""Answer what is unanswered in a session: the second half of every turn."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from relove_core.delivery.model import Cause
from relove_core.errors import Unavailable
from relove_core.markup import Html
from relove_core.sessions.coaching import Coach
from relove_core.sessions.model import Session, SessionKind
from relove_core.sessions.replying import Replying
from relove_core.sessions.whom import whom_of
from relove_core.transactions import StorageUnavailable
from relove_core.users.model import Contact


class Answers(Protocol):
    async def __call__(self, cause: Cause, contact: Contact, session: Session, *, lead: Html | None = None) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversing:
    """A turn of a provocative session: ask the coach, then say it."""

    coach: Coach
    replying: Replying

    async def __call__(self, cause: Cause, contact: Contact, session: Session, *, lead: Html | None = None) -> None:
        try:
            turn, hidden = await self.coach.turn(session, whom_of(contact))
        except StorageUnavailable:
            raise
        except Unavailable as e:
            await self.replying.stumble(cause, contact, session, code=e.code)
            return
        await self.replying.say(cause, contact, session, turn, hidden, lead=lead)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """Each kind of session goes its own way."""

    ways: Mapping[SessionKind, Answers]

    async def __call__(self, cause: Cause, contact: Contact, session: Session, *, lead: Html | None = None) -> None:
        await self.ways[session.kind](cause, contact, session, lead=lead)
