"""The first words to a person, and the words to one who comes again."""

import re
from dataclasses import dataclass

from relove_core.delivery.menu import menu
from relove_core.delivery.model import Cause, Outgoing
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact
from relove_core.users.onboarding import ask, next_step
from relove_core.users.ports import UsersTx

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
        """Who Наташа is, for those who have yet to agree to talk to her; then the next question, if there is one."""
        step = next_step(contact)
        is_acquainted = step is None or contact.gender is not None
        hello = Outgoing(
            chat_id=cause.chat_id,
            user_id=contact.user_id,
            html=self.texts("welcome-back" if is_acquainted else "welcome", contact.voice),
            menu=menu(self.texts, contact.voice),
        )
        return [hello] if step is None else [hello, ask(self.texts, cause, contact)]
