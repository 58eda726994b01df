"""Tracked links: where they may lead, and what a click carries on."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from relove_core.errors import Conflict, InvalidInput, NotFound

TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
"""128 bits as base64url, 122 of them by chance. The database makes them: see docs/decisions/0014-conversion.md."""

CLICK = "relove_click"
"""The parameter by which the platform learns the token, to name the person in a purchase."""

URL_CHARS = 500
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?(:[0-9]{1,5})?")
_URL = re.compile(r"https?://([a-z0-9.:-]+)(/[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*)?")


class LinkKind(StrEnum):
    PLATFORM = "platform"
    STREAM = "stream"


class LinkUnknown(NotFound):
    """Nobody was ever given this link, or they are forgotten by now."""

    code = "streams.link_unknown"


class LinkNotAllowed(Conflict):
    """The link is ours, and leads to where ours may not lead any more."""

    code = "streams.link_not_allowed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a person's link leads to; ``stream`` is the slug of the programme, if it is one."""

    kind: LinkKind
    url: str
    stream: str | None = None

    def __post_init__(self) -> None:
        if (self.kind is LinkKind.STREAM) is (self.stream is None):
            raise ValueError("a link to a programme says to which one, and no other does")


@dataclass(frozen=True, slots=True)
class LinkHosts:
    """The only hosts that our links may lead to: by their full names, in small letters, a port where there is one."""

    names: frozenset[str]

    def __post_init__(self) -> None:
        if not self.names or not all(map(_HOST.fullmatch, self.names)):
            raise ValueError("hosts are names in small letters, such as relove.ru or relove.ru:8443")

    @classmethod
    def of(cls, names: Iterable[str]) -> "LinkHosts":
        return cls(frozenset(names))

    def allows(self, url: str) -> bool:
        """Whether this is an address on one of the hosts, and nothing but what it seems to be.

        No user before the host, no backslash, no blank, nothing that is not ASCII: browsers read such addresses in
        more than one way.
        """
        found = _URL.fullmatch(url)
        return found is not None and len(url) <= URL_CHARS and found[1] in self.names

    def require(self, url: str, *, field: str) -> None:
        """Refuse an address off the list.

        Raises:
            InvalidInput: names the field and what is allowed.
        """
        if not self.allows(url):
            allowed = ", ".join(sorted(self.names))
            raise InvalidInput(f"{field}: https://HOST/PATH in ASCII, HOST one of: {allowed}")


def with_click(url: str, token: str) -> str:
    """The address with the token as a parameter of its own; what it had stays."""
    address, mark, fragment = url.partition("#")
    address += "/" * (address.count("/") == len("//"))
    return f"{address}{'&' if '?' in address else '?'}{CLICK}={token}{mark}{fragment}"
