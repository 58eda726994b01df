"""Answer with one of the product's own texts, and nothing else."""

from dataclasses import dataclass

from relove_core.delivery.menu import menu
from relove_core.delivery.model import Cause, Outgoing
from relove_core.delivery.ports import DeliveryTx
from relove_core.ids import UserId
from relove_core.texts import Texts, Voice
from relove_core.transactions import Begin


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    begin: Begin[DeliveryTx]
    texts: Texts

    async def __call__(
        self, cause: Cause, user_id: UserId | None, voice: Voice, code: str, *, with_menu: bool = False
    ) -> None:
        answer = Outgoing(
            chat_id=cause.chat_id,
            user_id=user_id,
            html=self.texts(code, voice),
            menu=menu(self.texts, voice) if with_menu else (),
        )
        async with self.begin() as tx:
            await tx.deliveries.finish(cause, [answer])
