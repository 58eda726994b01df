"""The first words to a person, and the words to one who comes again."""

import re
from dataclasses import dataclass

from relove_core.delivery.actions import Action
from relove_core.delivery.menu import menu
from relove_core.delivery.model import Button, Cause, Outgoing
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact, Gender
from relove_core.users.ports import UsersTx

CHOOSE_GENDER = "gender"
"""The action that tells a gender; its argument is one of ``Gender``."""

_SOURCE = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What a deep link may carry. Source: Bot API, deep linking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    begin: Begin[UsersTx]
    texts: Texts

    async def __call__(self, cause: Cause, contact: Contact, payload: str) -> None:
        """Greet; remember the source of the first deep link (anything that is not one is passed over)."""
        async with self.begin() as tx:
            if _SOURCE.fullmatch(payload):
                await tx.users.came_by(contact.user_id, payload)
            await tx.deliveries.finish(cause, self._greeting(cause, contact))

    def _greeting(self, cause: Cause, contact: Contact) -> list[Outgoing]:
        code = "welcome" if contact.gender is None else "welcome-back"
        hello = Outgoing(
            chat_id=cause.chat_id,
            user_id=contact.user_id,
            html=self.texts(code, contact.voice),
            menu=menu(self.texts, contact.voice),
        )
        return [hello, self._ask_gender(cause, contact)] if contact.gender is None else [hello]

    def _ask_gender(self, cause: Cause, contact: Contact) -> Outgoing:
        def button(gender: Gender) -> Button:
            label = self.texts(f"button-gender-{gender.value}", contact.voice)
            return Button(label, Action(CHOOSE_GENDER, (gender.value,)))

        return Outgoing(
            chat_id=cause.chat_id,
            user_id=contact.user_id,
            html=self.texts("ask-gender", contact.voice),
            buttons=((button(Gender.FEMALE), button(Gender.MALE)), (button(Gender.UNDISCLOSED),)),
        )
