"""The port that opens one atomic change."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol, TypeVar

from relove_core.errors import Unavailable

Tx_co = TypeVar("Tx_co", covariant=True)


class StorageUnavailable(Unavailable):
    """What is stored cannot be reached; nothing was changed, or nobody can tell, and the same act may work later."""

    code = "storage.unavailable"


class Begin(Protocol[Tx_co]):
    """Open a transaction: commits on a clean exit, rolls back on any exception.

    Raises:
        StorageUnavailable: on the way in, at any statement, or at the commit.
    """

    def __call__(self) -> AbstractAsyncContextManager[Tx_co]: ...
