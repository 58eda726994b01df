"""Purchases and refunds, as the platform tells of them."""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from relove_core.clock import require_aware
from relove_core.errors import Conflict, InvalidInput
from relove_core.ids import UserId

ORDER_ID = re.compile(r"[\x21-\x7e]{1,100}")
CURRENCY = re.compile(r"[A-Z]{3}")


class PurchaseKind(StrEnum):
    PURCHASE = "purchase"
    REFUND = "refund"


class BuyerUnknown(InvalidInput):
    """Nobody here is named so."""

    code = "streams.buyer_unknown"


class StreamUnknown(InvalidInput):
    """There is no such programme."""

    code = "streams.stream_unknown"


class OrderDiffers(Conflict):
    """This order was told before, and otherwise."""

    code = "streams.order_differs"


class OrderUnknown(Conflict):
    """What is refunded was not bought, as far as anybody has told."""

    code = "streams.order_unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """By the token of a click, by their Telegram id, or by both, which then mean the same person."""

    token: str | None = None
    user_id: UserId | None = None

    def __post_init__(self) -> None:
        if self.token is None and self.user_id is None:
            raise ValueError("a buyer is named somehow")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What was bought, or given back, under a number of the platform's; ``currency`` by ISO 4217."""

    order_id: str
    kind: PurchaseKind
    stream: str
    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not ORDER_ID.fullmatch(self.order_id):
            raise ValueError("an order's id has 1 to 100 visible ASCII characters")
        if not CURRENCY.fullmatch(self.currency):
            raise ValueError("a currency has three capital letters")
        if not self.amount.is_finite() or self.amount < 0:
            raise ValueError("an amount is a number, not below zero")


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """An order as it is kept; ``user_id`` is gone where the person wished to be forgotten."""

    order: Order
    user_id: UserId | None
    recorded_at: datetime

    def __post_init__(self) -> None:
        require_aware(recorded_at=self.recorded_at)

    def require_same(self, order: Order, user_id: UserId | None, *, is_named: bool) -> None:
        """Raises OrderDiffers: what is told now is not what is kept."""
        if order != self.order or not self._is_of(user_id, is_named=is_named):
            raise OrderDiffers(f"order_id: a {order.kind} was told before under this id, with another content")

    def require_covers(self, refund: Order, user_id: UserId | None, *, is_named: bool) -> None:
        """Raises OrderDiffers: nobody gets back another programme, other money, or somebody else's."""
        bought = self.order
        is_same = (refund.stream, refund.currency) == (bought.stream, bought.currency)
        if not is_same or refund.amount > bought.amount or not self._is_of(user_id, is_named=is_named):
            raise OrderDiffers("order_id: the refund does not fit what was bought under this id")

    def _is_of(self, user_id: UserId | None, *, is_named: bool) -> bool:
        """Of who is forgotten nobody can tell any more."""
        return self.user_id is None or not is_named or user_id == self.user_id
