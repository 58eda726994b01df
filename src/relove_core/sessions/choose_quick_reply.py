"""Take a pressed button under the coach's question for what the person says."""

from dataclasses import dataclass

from relove_core.clock import Clock
from relove_core.delivery.model import Cause
from relove_core.markup import Html
from relove_core.safety.detector import detect_safely
from relove_core.sessions import wording
from relove_core.sessions.answering import Answering
from relove_core.sessions.guards import require_not_held, require_ready
from relove_core.sessions.hear_crisis import HearCrisis
from relove_core.sessions.model import Session, SessionState
from relove_core.sessions.ports import SessionsTx
from relove_core.sessions.said import Said, remarks_of
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseQuickReply:
    begin: Begin[SessionsTx]
    answering: Answering
    hear_crisis: HearCrisis
    texts: Texts
    clock: Clock

    async def __call__(self, cause: Cause, contact: Contact, place: tuple[str, ...]) -> None:
        """Answer the quick reply at ``place`` (``buttons.SAY``); one of an earlier question is refused.

        What a model has put into somebody's mouth is heard like what they say themselves.
        """
        require_ready(contact)
        async with self.begin() as tx:
            session = await tx.sessions.active_of(contact.user_id)
            require_not_held(session)
            label = _label(session, place, cause)
            if session is None or label is None:
                old = wording.to_person(cause, contact, self.texts("button-is-old", contact.voice))
                await tx.deliveries.finish(cause, [old])
                return
            said = Said(update_id=cause.update_ids[0], telegram_message_id=None, text=label)
            is_grave = detect_safely(label) is not None
            if not is_grave:
                now = self.clock.now()
                session = await tx.sessions.hear(contact.user_id, remarks_of([said], at=now), at=now) or session
                if session.state is SessionState.PAUSED:
                    await tx.deliveries.finish(cause, [wording.paused(self.texts, cause, contact)])
                    return
        if is_grave:
            await self.hear_crisis(cause, contact, [said])
            return
        chosen: Html = self.texts("quick-reply-chosen", contact.voice, label=label)
        await self.answering(cause, contact, session, lead=chosen)


def _label(session: Session | None, place: tuple[str, ...], cause: Cause) -> str | None:
    """What the button says, if its question is the last one, and nothing but this update has answered it."""
    question = session.last_question if session else None
    if session is None or question is None or len(place) != 3 or not place[2].isdecimal():
        return None
    others = any(r.update_id not in cause.update_ids for r in session.unanswered)
    if others or place[:2] != (str(session.id), str(question.position)):
        return None
    return next((label for n, label in enumerate(question.quick_replies) if n == int(place[2])), None)
