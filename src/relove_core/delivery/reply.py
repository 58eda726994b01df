"""Answer with one of the product's own texts, and nothing else."""

from dataclasses import dataclass

from relove_core.delivery.model import Cause, Keyboard, Outgoing
from relove_core.delivery.ports import DeliveryTx
from relove_core.ids import UserId
from relove_core.texts import Texts, Voice
from relove_core.transactions import Begin


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    begin: Begin[DeliveryTx]
    texts: Texts

    async def __call__(
        self, cause: Cause, user_id: UserId | None, voice: Voice, code: str, *, keyboard: Keyboard | None = None
    ) -> None:
        answer = Outgoing(chat_id=cause.chat_id, user_id=user_id, html=self.texts(code, voice), keyboard=keyboard)
        async with self.begin() as tx:
            await tx.deliveries.finish(cause, [answer])
