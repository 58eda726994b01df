"""The port that opens one atomic change."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol, TypeVar

Tx_co = TypeVar("Tx_co", covariant=True)


class Begin(Protocol[Tx_co]):
    """Open a transaction: commits on a clean exit, rolls back on any exception."""

    def __call__(self) -> AbstractAsyncContextManager[Tx_co]: ...
