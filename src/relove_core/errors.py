"""The kinds of things that go wrong; every slice's errors subclass one of them."""

from datetime import timedelta
from typing import ClassVar


class ReloveError(Exception):
    """Root. ``code`` is stable: logs, metrics and texts for people are keyed on it."""

    code: ClassVar[str] = "internal"


class InvalidInput(ReloveError):
    """What was handed in is not allowed; the message names the field and what is."""

    code = "input.invalid"


class NotFound(ReloveError):
    """The thing asked for does not exist."""

    code = "not_found"


class Conflict(ReloveError):
    """The thing exists, but not in a state that allows this."""

    code = "conflict"


class Unavailable(ReloveError):
    """An outside system failed; the same call may work later."""

    code = "unavailable"

    def __init__(self, message: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
