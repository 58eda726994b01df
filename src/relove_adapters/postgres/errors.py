"""Telling a database that is not there from work that it refuses."""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg  # type: ignore[import-untyped]  # ships no types
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from relove_core.delivery.model import LeaseLost
from relove_core.transactions import StorageUnavailable

#: Classes and codes of SQLSTATE that pass by themselves: connection, resources, operator, read-only, deadlock.
#: Source: PostgreSQL documentation, appendix A.
_PASSING = ("08", "53", "57", "25006", "40001", "40P01", "55P03")


def is_unreachable(error: BaseException) -> bool:
    """Whether the same statement may work later, unchanged."""
    if isinstance(error, DBAPIError):
        state = getattr(error.orig, "sqlstate", None) or ""
        return error.connection_invalidated or state.startswith(_PASSING) or _cause_is_unreachable(error)
    if isinstance(error, asyncpg.PostgresError):
        return str(error.sqlstate or "").startswith(_PASSING)
    return isinstance(error, (OSError, PoolTimeout, asyncpg.InterfaceError))


def _cause_is_unreachable(error: DBAPIError) -> bool:
    """SQLAlchemy wraps what asyncpg raised; the original says more."""
    cause = error.orig.__cause__ if error.orig is not None else None
    return isinstance(cause, asyncpg.InterfaceError) or (cause is not None and is_unreachable(cause))


def _is_of_nobody(error: BaseException) -> bool:
    """A row of a person who was forgotten while somebody worked for them."""
    return isinstance(error, IntegrityError) and "_user_id_fkey" in str(error.orig)


@contextmanager
def translated() -> Iterator[None]:
    """Turn what passes by itself into the core's error, and what comes too late; let everything else through."""
    try:
        yield
    except Exception as e:
        if is_unreachable(e):
            raise StorageUnavailable("PostgreSQL is out of reach") from e
        if _is_of_nobody(e):
            raise LeaseLost("the person was forgotten meanwhile") from e
        raise
