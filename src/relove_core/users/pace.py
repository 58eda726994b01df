"""How fast one person may write: what is more waits for the next minute, and is answered then."""

from dataclasses import dataclass
from datetime import timedelta

from relove_core.delivery.model import Cause, Outgoing
from relove_core.delivery.ports import DeliveryTx
from relove_core.errors import Conflict
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact

MESSAGES_A_MINUTE = 20
"""Source: the product's limits."""


class TooFast(Conflict):
    """This person has written more than a minute takes; ``wait`` until it is over."""

    code = "users.too_fast"

    def __init__(self, wait: timedelta) -> None:
        super().__init__("more messages than a minute takes")
        self.wait = wait


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepPace:
    begin: Begin[DeliveryTx]
    texts: Texts
    limit: int = MESSAGES_A_MINUTE

    async def __call__(self, cause: Cause, contact: Contact) -> None:
        """Let through what is within the limit, and what has waited already; say once a minute that it waits.

        Raises:
            TooFast: these updates wait.
        """
        if contact.runs > 1 or contact.messages_this_minute <= self.limit:
            return
        if contact.messages_this_minute - len(cause.update_ids) <= self.limit:
            notice = Outgoing(
                chat_id=cause.chat_id, user_id=contact.user_id, html=self.texts("too-fast", contact.voice)
            )
            async with self.begin() as tx:
                await tx.deliveries.tell(cause, notice)
        raise TooFast(contact.minute_ends_in)
