"""What giving and forgetting need from outside."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from relove_core.delivery.model import Cause
from relove_core.delivery.ports import DeliveryTx
from relove_core.errors import NotFound
from relove_core.ids import UserId


class NobodyThere(NotFound):
    """There is no such person, or not any more."""

    code = "privacy.nobody_there"


class Forgetting(Protocol):
    """On a transaction."""

    async def forget(self, cause: Cause, user_id: UserId) -> None:
        """Let a person be unknown from the end of this transaction on.

        What came from them before the cause counts as dealt with, what waits to be sent to them, or to the team about
        them, is cancelled, and whoever works for them loses the lane: nothing that was begun before can be written.
        What is too much for one transaction is left to ``Erasures``, which will find it there however often the
        process dies. Whether the cause still holds its lane is for ``Deliveries.finish`` to say.
        """
        ...


class PrivacyTx(DeliveryTx, Protocol):
    @property
    def forgetting(self) -> Forgetting: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """Somebody who is being forgotten, in our hands until ``until``."""

    id: int
    user_id: UserId
    asked_at: datetime
    """What they left until then goes; what they do afterwards is a new acquaintance's."""
    until: datetime


class Erasures(Protocol):
    """What is left of those who are forgotten. Each call is an act of its own, or several short ones."""

    async def take(self) -> Erasure | None:
        """One that is due, for a while; ``None`` if none is."""
        ...

    async def go_on(self, erasure: Erasure) -> bool:
        """Take away the next of what is left; whether that was all.

        At the end the erasure holds no person any more: when it was asked for and when it ended is what stays.
        """
        ...


class Dossiers(Protocol):
    def of(self, user_id: UserId) -> AsyncIterator[str]:
        """Everything that is kept about a person, as the text of one JSON object, piece by piece, as of one moment.

        Raises NobodyThere, at the first piece.
        """
        ...
