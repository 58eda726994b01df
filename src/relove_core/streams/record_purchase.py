"""Take in a purchase or a refund, as the platform tells of it."""

from dataclasses import dataclass

from relove_core.clock import Clock
from relove_core.ids import UserId
from relove_core.streams.conversion import ConversionStep
from relove_core.streams.ports import StreamsTx
from relove_core.streams.purchases import (
    Buyer,
    BuyerUnknown,
    Order,
    OrderUnknown,
    Purchase,
    PurchaseKind,
    StreamUnknown,
)
from relove_core.transactions import Begin


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPurchase:
    begin: Begin[StreamsTx]
    clock: Clock

    async def __call__(self, order: Order, buyer: Buyer | None) -> bool:
        """Keep it once, however often it is told; False if it is known already. Any error changes nothing.

        A refund needs to name nobody: it goes to who has bought.

        Raises:
            StreamUnknown, BuyerUnknown: name the field.
            OrderDiffers: told before with another content, or a refund that does not fit.
            OrderUnknown: a refund of what was not bought.
        """
        now = self.clock.now()
        async with self.begin() as tx:
            if await tx.streams.get(order.stream) is None:
                raise StreamUnknown("stream: there is no programme of this slug")
            named = await tx.purchases.hold(buyer) if buyer else None
            if (earlier := await tx.purchases.find(order.order_id, order.kind)) is not None:
                earlier.require_same(order, named, is_named=buyer is not None)
                return False
            user_id = await self._whose(tx, order, buyer, named)
            await tx.purchases.add(Purchase(order=order, user_id=user_id, recorded_at=now))
            if user_id is not None and order.kind is PurchaseKind.PURCHASE:
                await tx.conversions.record(user_id, ConversionStep.BOUGHT, at=now)
        return True

    async def _whose(self, tx: StreamsTx, order: Order, buyer: Buyer | None, named: UserId | None) -> UserId | None:
        if order.kind is PurchaseKind.REFUND:
            bought = await tx.purchases.find(order.order_id, PurchaseKind.PURCHASE)
            if bought is None:
                raise OrderUnknown("order_id: there is no purchase under this id")
            bought.require_covers(order, named, is_named=buyer is not None)
            return bought.user_id and await tx.purchases.hold(Buyer(user_id=bought.user_id))
        if named is None:
            field = "token" if buyer and buyer.token else "telegram_id"
            raise BuyerUnknown(f"{field}: nobody here is named so")
        return named
