"""What a person is asked before the first conversation, one thing at a time."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from relove_core.delivery.actions import Action
from relove_core.delivery.model import Button, Cause, Outgoing
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.consent import CURRENT, REQUIRED, ConsentAnswer, ConsentKind, ConsentMissing
from relove_core.users.model import Contact, Gender
from relove_core.users.ports import UsersTx

CHOOSE_GENDER = "gender"
"""The action that tells a gender; its argument is one of ``Gender``."""
CHOOSE_ZONE = "zone"
"""The action that tells the time zone of Moscow; any other is told by the name of a city."""

NEWS_ASKED = "news_asked"
"""The marker that holds the version of the news consent that was asked last before a session."""

Rows = tuple[tuple[Button, ...], ...]


class Step(StrEnum):
    RULES = "rules"
    DATA = "data"
    NEWS = "news"
    GENDER = "gender"
    ZONE = "zone"


#: In this order; a step that is done is passed over.
DONE: dict[Step, Callable[[Contact], bool]] = {
    Step.RULES: lambda contact: ConsentKind.RULES in contact.consents,
    Step.DATA: lambda contact: ConsentKind.DATA in contact.consents,
    Step.NEWS: lambda contact: ConsentKind.NEWS in contact.answered,
    Step.GENDER: lambda contact: contact.gender is not None,
    Step.ZONE: lambda contact: contact.has_time_zone,
}


def next_step(contact: Contact) -> Step | None:
    return next((step for step, is_done in DONE.items() if not is_done(contact)), None)


def require_consent(contact: Contact) -> None:
    """Raises ConsentMissing: this person has not given the required consents in their present version."""
    if not contact.consents >= REQUIRED:
        raise ConsentMissing(f"person {contact.user_id} has not consented")


def answered(contact: Contact, answer: ConsentAnswer) -> Contact:
    """A person after what they said; an answer to an old text changes nothing."""
    if not answer.is_current:
        return contact
    kept = contact.consents - {answer.kind}
    consents = kept | {answer.kind} if answer.is_given else kept
    return replace(contact, consents=consents, answered=contact.answered | {answer.kind})


def ask(texts: Texts, cause: Cause, contact: Contact) -> Outgoing:
    """The next question of the acquaintance, or that it is over."""
    step = next_step(contact)
    code = f"ask-{step.value}" if step else "acquainted"
    return Outgoing(
        chat_id=cause.chat_id,
        user_id=contact.user_id,
        html=texts(code, contact.voice),
        buttons=_buttons(texts, contact, step),
    )


async def ask_news_again(tx: UsersTx, texts: Texts, cause: Cause, contact: Contact) -> list[Outgoing]:
    """What goes before a new session: the question about the news, once for each version of its text.

    Not in the middle of a conversation: nobody should read of programmes between their own words and the answer.
    """
    version = CURRENT[ConsentKind.NEWS]
    if ConsentKind.NEWS in contact.answered or not await tx.users.mark(contact.user_id, NEWS_ASKED, version):
        return []
    return [ask(texts, cause, contact)]


def _buttons(texts: Texts, contact: Contact, step: Step | None) -> Rows:
    def label(code: str) -> str:
        return texts(f"button-{code}", contact.voice)

    match step:
        case Step.RULES | Step.DATA | Step.NEWS:
            kind = ConsentKind(step.value)
            answers = (ConsentAnswer(kind=kind, version=CURRENT[kind], is_given=given) for given in (True, False))
            return tuple((Button(label(f"{kind}-{a.action().args[-1]}"), a.action()),) for a in answers)
        case Step.GENDER:
            female, male, undisclosed = (
                Button(label(f"gender-{gender}"), Action(CHOOSE_GENDER, (gender.value,))) for gender in Gender
            )
            return (female, male), (undisclosed,)
        case Step.ZONE:
            return ((Button(label("zone-moscow"), Action(CHOOSE_ZONE, ("moscow",))),),)
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquaint:
    """Ask the next question: what everybody gets who wants more than the acquaintance allows."""

    begin: Begin[UsersTx]
    texts: Texts

    async def __call__(self, cause: Cause, contact: Contact) -> None:
        async with self.begin() as tx:
            await tx.deliveries.finish(cause, [ask(self.texts, cause, contact)])
