"""The one question before a person is forgotten."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from relove_core.delivery.actions import Action
from relove_core.delivery.model import Button, Cause, Outgoing, Priority
from relove_core.safety.contacts import Contacts
from relove_core.texts import Texts
from relove_core.users.model import Contact

FORGET = "forget"
"""The action that erases everything; its argument: when it was asked, in seconds of the epoch."""
KEEP = "keep"
"""The action that leaves everything as it is."""
VALID = timedelta(hours=1)
"""An older button asks again: nobody is to erase years by a slip in an old chat. Source: our own choice."""


def question(texts: Texts, cause: Cause, contact: Contact, *, at: datetime) -> Outgoing:
    def label(code: str) -> str:
        return texts(f"button-{code}", contact.voice)

    erase = Button(label("forget-me"), Action(FORGET, (str(int(at.timestamp())),)))
    return Outgoing(
        chat_id=cause.chat_id,
        user_id=contact.user_id,
        html=texts("ask-forget", contact.voice),
        buttons=((erase,), (Button(label("keep-me"), Action(KEEP)),)),
    )


def is_valid(asked: str, *, at: datetime) -> bool:
    """Whether a button of that moment still counts."""
    if not (asked.isascii() and asked.isdecimal() and len(asked) <= len("9999999999")):
        return False
    return timedelta(0) <= timedelta(seconds=at.timestamp() - int(asked)) <= VALID


def help_first(texts: Texts, help_lines: Contacts, cause: Cause, contact: Contact) -> Iterator[Outgoing]:
    """For who may be in danger, where help answers, before anything else; nobody is kept from being forgotten."""
    if contact.is_held:
        html = texts(
            "help-before-forgetting",
            contact.voice,
            emergency=help_lines.emergency,
            line=help_lines.line,
            mobile=help_lines.line_from_mobile,
        )
        yield Outgoing(chat_id=cause.chat_id, user_id=None, html=html, priority=Priority.CRISIS)
