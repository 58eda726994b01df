"""Where programmes, links, purchases and the steps of the funnel are kept."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from relove_core.ids import UserId
from relove_core.safety.ports import SafetyTx
from relove_core.streams.conversion import ConversionStep
from relove_core.streams.links import Target
from relove_core.streams.model import Stream
from relove_core.streams.purchases import Buyer, Purchase, PurchaseKind
from relove_core.users.ports import UsersTx


class StreamRepository(Protocol):
    async def all(self) -> tuple[Stream, ...]:
        """The whole catalogue, by position, then by slug."""
        ...

    async def get(self, slug: str) -> Stream | None: ...

    async def save(self, stream: Stream) -> None:
        """Put a programme into the catalogue, or change the one of this slug."""
        ...

    async def mark_interest(self, user_id: UserId, slug: str, *, is_interested: bool) -> None:
        """Note in the person's markers that a programme interests them, or does not any more: see ``INTERESTED``."""
        ...


class LinkRepository(Protocol):
    async def of(self, user_id: UserId, targets: Sequence[Target]) -> Mapping[Target, str]:
        """The person's token for each target: made by chance at first, the same ever after, whatever the address."""
        ...


@dataclass(frozen=True, slots=True)
class Followed:
    """Where a click leads; ``is_allowed``: to one of the hosts, so that it counts."""

    url: str
    is_allowed: bool


class Clicks(Protocol):
    async def follow(self, token: str, *, hosts: Collection[str], is_counted: bool) -> Followed | None:
        """Where a link leads, in one act of its own; ``None`` if there is no such link.

        A link to a programme leads to the present address of that. One that is counted and leads to one of the hosts
        has a click more, and its person has opened the platform: the first time is kept, in database time.
        """
        ...


class PurchaseRepository(Protocol):
    async def hold(self, buyer: Buyer) -> UserId | None:
        """Who that is; nobody else changes their purchases until the transaction ends. ``None``: nobody we know."""
        ...

    async def find(self, order_id: str, kind: PurchaseKind) -> Purchase | None: ...

    async def add(self, purchase: Purchase) -> None:
        """Append; ``has_purchased_flow`` of its person says from now on whether any purchase is not refunded.

        Raises:
            OrderDiffers: there is one under this id by now.
        """
        ...


class ConversionRepository(Protocol):
    async def record(self, user_id: UserId, step: ConversionStep, *, at: datetime) -> None:
        """Keep when a person first took a step, and raise the flag that follows from it; later times change nothing.

        A step of somebody who is not there is none.
        """
        ...

    async def of(self, user_id: UserId) -> Mapping[ConversionStep, datetime]:
        """The steps a person has taken, and when first."""
        ...


class StreamsTx(UsersTx, SafetyTx, Protocol):
    @property
    def streams(self) -> StreamRepository: ...
    @property
    def links(self) -> LinkRepository: ...
    @property
    def purchases(self) -> PurchaseRepository: ...
    @property
    def conversions(self) -> ConversionRepository: ...
