"""How a conversation goes while the person's level is above normal: fixed words, no coach, no provocation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from relove_core.clock import Clock
from relove_core.delivery.actions import Action
from relove_core.delivery.model import Button, Cause, Outgoing, Priority
from relove_core.markup import Html, as_plain
from relove_core.safety.answers import SafetyAnswers
from relove_core.safety.levels import CrisisLevel
from relove_core.safety.model import Safety
from relove_core.safety.transitions import Obstacle
from relove_core.sessions.model import SessionState, Step
from relove_core.sessions.ports import SessionsTx
from relove_core.sessions.said import Said, remarks_of
from relove_core.texts import Texts, Voice
from relove_core.transactions import Begin
from relove_core.users.consent import REQUIRED
from relove_core.users.model import Contact

DENY = "crisis_deny"
WISH = "crisis_wish"

#: So that nobody reads the same line twice in a row.
STANDING_BY = ("support-listening-1", "support-listening-2", "support-listening-3", "support-listening-4")


def support_rows(texts: Texts, voice: Voice, safety: Safety, *, at: datetime) -> tuple[tuple[Button, ...], ...]:
    """From support the way back is offered at once; from above it, once the day is over."""
    deny = Button(texts("button-crisis-deny", voice), Action(DENY))
    wish = Button(texts("button-crisis-wish", voice), Action(WISH))
    if safety.level is CrisisLevel.SUPPORT:
        return ((wish,),)
    is_day_over = Obstacle.HOLD not in safety.obstacles(at=at, has_open_alert=False)
    return ((deny,), (wish,)) if is_day_over else ((deny,),)


def supportive(cause: Cause, contact: Contact, texts: Texts, html: Html, safety: Safety, *, at: datetime) -> Outgoing:
    return Outgoing(
        chat_id=cause.chat_id,
        user_id=contact.user_id,
        html=html,
        buttons=support_rows(texts, contact.voice, safety, at=at),
        priority=Priority.CRISIS,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """Answer a person whose level is above normal, whatever they asked for."""

    begin: Begin[SessionsTx]
    texts: Texts
    answers: SafetyAnswers
    clock: Clock

    async def __call__(self, cause: Cause, contact: Contact, said: Sequence[Said], *, code: str | None = None) -> None:
        """``said``: their words, if it was words that they sent; kept like any others. ``code``: of other words."""
        now = self.clock.now()
        html = self._say(code or STANDING_BY[cause.update_ids[-1] % len(STANDING_BY)], contact)
        async with self.begin() as tx:
            safety = await tx.safety.of(contact.user_id)
            if said and contact.consents >= REQUIRED:
                await tx.sessions.hear(contact.user_id, remarks_of(said, at=now), at=now)
            await stand_by(tx, contact, html, at=now)
            await tx.deliveries.finish(cause, [supportive(cause, contact, self.texts, html, safety, at=now)])

    def _say(self, code: str, contact: Contact) -> Html:
        contacts = self.answers.contacts
        return self.texts(
            code, contact.voice, emergency=contacts.emergency, line=contacts.line, mobile=contacts.line_from_mobile
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DenyCrisis:
    """«Ты не так понял»: believed, and yet support stays for a day."""

    begin: Begin[SessionsTx]
    texts: Texts
    answers: SafetyAnswers
    clock: Clock

    async def __call__(self, cause: Cause, contact: Contact) -> None:
        now = self.clock.now()
        async with self.begin() as tx:
            safety = await tx.safety.of(contact.user_id)
            if safety.level is CrisisLevel.NORMAL:
                old = Outgoing(
                    chat_id=cause.chat_id, user_id=contact.user_id, html=self.texts("button-is-old", contact.voice)
                )
                await tx.deliveries.finish(cause, [old])
                return
            denied = safety.deny(at=now)
            await tx.safety.save(denied)
            html = self.answers.to_denial(contact.voice)
            await tx.deliveries.finish(cause, [supportive(cause, contact, self.texts, html, denied, at=now)])


@dataclass(frozen=True, slots=True, kw_only=True)
class WishToReturn:
    """The explicit wish to go back to the ordinary conversation; granted when nothing is in the way."""

    begin: Begin[SessionsTx]
    texts: Texts
    answers: SafetyAnswers
    clock: Clock

    async def __call__(self, cause: Cause, contact: Contact) -> None:
        now = self.clock.now()
        async with self.begin() as tx:
            safety = await tx.safety.of(contact.user_id)
            wished = safety if safety.level is CrisisLevel.NORMAL else safety.wish(at=now)
            has_open_alert = await tx.alerts.has_open(contact.user_id)
            settled = wished.tick(at=now, has_open_alert=has_open_alert)
            await tx.safety.save(settled)
            if settled.level is CrisisLevel.NORMAL:
                await let_go(tx, cause, contact, at=now)
            answer = self._answer(cause, contact, settled, at=now)
            await tx.deliveries.finish(cause, [answer])

    def _answer(self, cause: Cause, contact: Contact, safety: Safety, *, at: datetime) -> Outgoing:
        if safety.level is not CrisisLevel.NORMAL:
            html = self.answers.to_early_wish(contact.voice)
            return supportive(cause, contact, self.texts, html, safety, at=at)
        html = self.answers.to_return(contact.voice)
        return Outgoing(chat_id=cause.chat_id, user_id=contact.user_id, html=html)


async def stand_by(tx: SessionsTx, contact: Contact, said: Html, *, at: datetime) -> None:
    """Keep fixed words in the person's session and hold it, which outdates any answer that is being made."""
    session = await tx.sessions.active_of(contact.user_id)
    if session is None:
        return
    if session.state is not SessionState.SUPPORT:
        session = session.move(Step.HOLD, at=at)
    await tx.sessions.save(session.stand_by(as_plain(said), at=at))


async def let_go(tx: SessionsTx, cause: Cause, contact: Contact, *, at: datetime) -> None:
    """The session is an ordinary one again, and an earlier pause is over; one asked for since goes on."""
    is_awaited = await tx.users.resume(contact.user_id, cause)
    session = await tx.sessions.active_of(contact.user_id)
    if session is not None and session.state is SessionState.SUPPORT:
        session = session.move(Step.RELEASE, at=at)
        await tx.sessions.save(session if is_awaited else session.move(Step.PAUSE, at=at))
