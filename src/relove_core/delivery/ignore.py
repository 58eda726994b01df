"""Deal with updates that ask for nothing."""

from dataclasses import dataclass

from relove_core.delivery.model import Cause
from relove_core.delivery.ports import DeliveryTx
from relove_core.transactions import Begin


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignore:
    begin: Begin[DeliveryTx]

    async def __call__(self, cause: Cause) -> None:
        async with self.begin() as tx:
            await tx.deliveries.finish(cause)
