"""Say in plain words what is kept about a person, who may see it, and how to get it and be rid of it."""

from dataclasses import dataclass

from relove_core.delivery.model import Cause, Outgoing
from relove_core.delivery.ports import DeliveryTx
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPrivacy:
    """``provider``: who runs the language model; ``office``: where questions go. Both may be empty."""

    begin: Begin[DeliveryTx]
    texts: Texts
    provider: str
    office: str

    async def __call__(self, cause: Cause, contact: Contact) -> None:
        html = self.texts("privacy", contact.voice, provider=self.provider or "none", office=self.office or "none")
        async with self.begin() as tx:
            await tx.deliveries.finish(cause, [Outgoing(chat_id=cause.chat_id, user_id=contact.user_id, html=html)])
