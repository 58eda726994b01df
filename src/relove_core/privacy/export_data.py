"""Give a person a copy of everything that is kept about them."""

from dataclasses import dataclass

from relove_core.delivery.model import Attachment, Cause, Outgoing
from relove_core.delivery.ports import DeliveryTx
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportData:
    begin: Begin[DeliveryTx]
    texts: Texts

    async def __call__(self, cause: Cause, contact: Contact) -> None:
        """The file is made when it is sent: until then it is a wish, not a heap of data."""
        file = Outgoing(
            chat_id=cause.chat_id,
            user_id=contact.user_id,
            html=self.texts("your-data", contact.voice),
            attachment=Attachment.DATA,
        )
        async with self.begin() as tx:
            await tx.deliveries.finish(cause, [file])
