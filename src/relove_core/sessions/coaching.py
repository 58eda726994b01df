"""Asking the coach: what leaves is redacted, what comes back is put back in place."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from types import MappingProxyType

from relove_core.errors import Unavailable
from relove_core.journey.analysis import StageProposal, believed
from relove_core.journey.model import Proposal
from relove_core.llm import LLMPort, Prompt, Purpose, Speaker, Utterance
from relove_core.profiles.ports import Portraits
from relove_core.prompts import SYMBOLS, Fact
from relove_core.redaction import Hidden, Redactor
from relove_core.sessions.coach import CoachTurn, SessionDigest, SessionSummary
from relove_core.sessions.memory import PORTRAYED, TURN_CHARS, WHOLE_CHARS, newest, notes_of
from relove_core.sessions.model import Remark, Session
from relove_core.sessions.restoring import finding, findings, plain, shown, turned
from relove_core.sessions.whom import Whom
from relove_core.transactions import StorageUnavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class Coach:
    """The coach behind the port, as the use cases speak to it. No transaction is open while it thinks."""

    llm: LLMPort
    redactor: Redactor
    portraits: Portraits

    async def turn(self, session: Session, whom: Whom) -> tuple[CoachTurn, Hidden]:
        """The next remark, and the placeholders that it took.

        In the style of the stage where the person is now: the session's own is the one it began at.

        Raises:
            Unavailable: there is none now.
        """
        prompt, hidden = await self.ask(Purpose.COACH_TURN, session, whom, newest(session.history, chars=TURN_CHARS))
        return turned((await self.llm.complete(prompt, CoachTurn)).value, hidden), hidden

    async def summary(self, session: Session, whom: Whom) -> SessionSummary:
        """What the session brought to light so far.

        Raises:
            Unavailable: nobody can tell now.
        """
        remarks = newest(session.history, chars=WHOLE_CHARS)
        prompt, hidden = await self.ask(Purpose.SESSION_SUMMARY, session, whom, remarks)
        found = (await self.llm.complete(prompt, SessionSummary)).value
        fields = {
            name: findings(value, hidden) if isinstance(value, tuple) else finding(value, hidden)
            for name, value in found
        }
        return SessionSummary.model_validate(fields)

    async def stage(self, session: Session, whom: Whom, *, is_urgent: bool = False) -> Proposal:
        """Where the person is by what they said in this session; ``is_urgent``: they wait for it.

        Raises:
            Unavailable: nobody can tell now.
        """
        remarks = newest(session.history, chars=TURN_CHARS)
        prompt, hidden = await self.ask(Purpose.STAGE_ANALYSIS, session, whom, remarks)
        found = (await self.llm.complete(replace(prompt, is_urgent=is_urgent), StageProposal)).value
        found = found.model_copy(update={"reason": plain(found.reason, hidden)})
        as_shown = (u.text for u in prompt.dialogue if u.speaker is Speaker.PERSON)
        return believed(found, hidden, said=(r.text for r in remarks if r.speaker is Speaker.PERSON), shown=as_shown)

    async def digest(self, session: Session, whom: Whom, older: Sequence[Remark]) -> str:
        """What was said up to the end of ``older``, the session's digest so far included.

        Raises:
            Unavailable: nobody can tell now.
        """
        prompt, hidden = await self.ask(Purpose.SESSION_DIGEST, session, whom, older)
        found = (await self.llm.complete(prompt, SessionDigest)).value
        retold = shown(found.digest, hidden)
        if not retold:
            raise Unavailable("the coach retold nothing")
        return retold

    async def ask(
        self,
        purpose: Purpose,
        session: Session,
        whom: Whom,
        remarks: Sequence[Remark],
        *,
        notes: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    ) -> tuple[Prompt, Hidden]:
        """The question, and the way back from its placeholders; ``notes`` beside those of every question."""
        notes = {**notes_of(session, whom, await self._portrait(purpose, session, whom)), **notes}
        labels = [label for label, texts in notes.items() for _ in texts]
        raw = [text for texts in notes.values() for text in texts]
        texts = [*raw, *(r.text for r in remarks)]
        hidden = self.redactor.hide(texts, known=session.placeholders, names=whom.names, told=whom.profile.names)
        noted, said = hidden.texts[: len(raw)], hidden.texts[len(raw) :]
        return Prompt(
            purpose=purpose,
            person=session.user_id,
            facts={
                Fact.STAGE: (whom.stage or session.stage).value,
                Fact.GENDER: whom.address,
                Fact.INTENSITY: whom.intensity.value,
                Fact.SYMBOLS: SYMBOLS[whom.may_die_symbolically],
            },
            notes={
                label: tuple(text for at, text in zip(labels, noted, strict=True) if at == label) for label in notes
            },
            dialogue=tuple(
                Utterance(speaker=remark.speaker, text=text) for remark, text in zip(remarks, said, strict=True)
            ),
        ), hidden

    async def _portrait(self, purpose: Purpose, session: Session, whom: Whom) -> str | None:
        """What keeps it from being read keeps nobody from an answer."""
        if purpose not in PORTRAYED or whom.profile_version is None:
            return None
        with suppress(StorageUnavailable):
            return await self.portraits.of(session.user_id, whom.profile_version)
        return None
