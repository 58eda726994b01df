"""What each error of Telethon means for who asked."""

import struct

from telethon import errors
from telethon.errors import FloodError

__all__ = ["ABSENT", "LATE", "REVOKED", "FloodError"]

#: The account or the application is not let in, and waiting will not help.
REVOKED = (
    errors.UnauthorizedError,  # revoked, expired, deleted, banned
    errors.AuthKeyDuplicatedError,  # used from two places at once
    errors.AuthKeyNotFound,
    errors.FrozenMethodInvalidError,
    errors.ApiIdInvalidError,
    errors.ApiIdPublishedFloodError,
    errors.ConnectionApiIdInvalidError,
)

#: There is no such name, or it is not for us: private, closed, gone.
ABSENT = (errors.BadRequestError, errors.ForbiddenError, errors.NotFoundError)

#: Nothing of that: the network, Telegram itself, or words that this version of Telethon does not know.
LATE = (
    errors.RPCError,
    errors.SecurityError,
    errors.TypeNotFoundError,
    errors.InvalidChecksumError,
    BufferError,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    struct.error,
)
