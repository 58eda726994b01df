"""Purchases, in memory."""

from dataclasses import replace

from relove_core.ids import UserId
from relove_core.streams.purchases import Buyer, OrderDiffers, Purchase, PurchaseKind
from relove_core.testing.memory_state import MemoryState


class MemoryPurchases:
    """PurchaseRepository in a dict; whoever has the transaction has the lock."""

    def __init__(self, state: MemoryState) -> None:
        self._state = state

    async def hold(self, buyer: Buyer) -> UserId | None:
        link = self._state.links.get(buyer.token) if buyer.token else None
        by_token = link.user_id if link else None
        named = by_token if buyer.user_id is None else buyer.user_id
        is_same = buyer.token is None or by_token == named
        return named if is_same and named in self._state.users else None

    async def find(self, order_id: str, kind: PurchaseKind) -> Purchase | None:
        return self._state.purchases.get((order_id, kind))

    async def add(self, purchase: Purchase) -> None:
        key = (purchase.order.order_id, purchase.order.kind)
        if key in self._state.purchases:
            raise OrderDiffers("order_id: told in this moment under this id")
        self._state.purchases[key] = purchase
        user = self._state.users.get(purchase.user_id) if purchase.user_id is not None else None
        if user is not None:
            self._state.users[user.id] = replace(user, has_purchased_flow=self._has_any(user.id))

    def _has_any(self, user_id: UserId) -> bool:
        kept = self._state.purchases
        mine = (p.order for p in kept.values() if p.user_id == user_id and p.order.kind is PurchaseKind.PURCHASE)
        return any((order.order_id, PurchaseKind.REFUND) not in kept for order in mine)
