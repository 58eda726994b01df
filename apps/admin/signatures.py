"""What the platform sends is signed: by whom, and when."""

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from relove_core.clock import Clock

SIGNATURE, TIMESTAMP = b"x-relove-signature", b"x-relove-timestamp"
PREFIX = b"sha256="
OLDEST, MOST_AHEAD = timedelta(minutes=5), timedelta(minutes=1)
_SECONDS = re.compile(rb"[0-9]{1,12}")


class NotSigned(Exception):
    """Nobody vouches for this; says what is wrong, and nothing of what would be right."""


def signature_of(secret: bytes, timestamp: bytes, body: bytes) -> bytes:
    """HMAC-SHA-256 over the time stamp, a full stop and the raw body, as hex after ``sha256=``."""
    return PREFIX + hmac.new(secret, timestamp + b"." + body, sha256).hexdigest().encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    clock: Clock

    def require(self, secret: str, headers: Iterable[tuple[bytes, bytes]], body: bytes) -> None:
        """Raises NotSigned: not signed with this secret, or not now. ``headers`` as they came, in bytes."""
        given: dict[bytes, list[bytes]] = {SIGNATURE: [], TIMESTAMP: []}
        for name, value in headers:
            given.get(name.lower(), []).append(value.strip())
        if any(len(values) != 1 for values in given.values()):
            raise NotSigned("X-Relove-Signature and X-Relove-Timestamp are needed, once each")
        (signature,), (timestamp,) = given[SIGNATURE], given[TIMESTAMP]
        if not hmac.compare_digest(signature, signature_of(secret.encode(), timestamp, body)):
            raise NotSigned("X-Relove-Signature does not fit the time stamp and the body")
        if not _SECONDS.fullmatch(timestamp):
            raise NotSigned("X-Relove-Timestamp is a number of seconds since 1970")
        age = self.clock.now().timestamp() - int(timestamp)
        if not -MOST_AHEAD.total_seconds() <= age <= OLDEST.total_seconds():
            raise NotSigned("X-Relove-Timestamp is more than 5 minutes ago, or more than 1 minute ahead")
