"""Give up on updates that fail again and again, so that the chat goes on."""

from dataclasses import dataclass

from relove_core.delivery.model import Cause, Outgoing
from relove_core.delivery.ports import DeliveryTx
from relove_core.texts import Texts, Voice
from relove_core.transactions import Begin

MAX_FAILURES = 5
"""How often an update may fail before it is set aside. Source: the product's promises."""

MAX_RUNS = 15
"""How often the work on an update may be begun: more than that, and it is what kills the process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    begin: Begin[DeliveryTx]
    texts: Texts

    async def __call__(self, cause: Cause, voice: Voice) -> None:
        """Keep the updates for an engineer; in a private chat, apologise."""
        is_private = cause.chat_id > 0
        sorry = Outgoing(chat_id=cause.chat_id, user_id=None, html=self.texts("apology-set-aside", voice))
        async with self.begin() as tx:
            await tx.deliveries.finish(cause, [sorry] if is_private else [], set_aside=True)
