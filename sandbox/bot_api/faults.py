"""Faults on demand: what Telegram, a proxy or the network may do to a call."""

import secrets
from dataclasses import asdict, dataclass, replace
from fnmatch import fnmatchcase
from typing import Any

from sandbox.bot_api.errors import ApiError, BadRequest, Forbidden, TooManyRequests, Unauthorized
from sandbox.bot_api.store import Store

BEFORE = {"429", "500", "403_blocked", "403_deactivated", "400_parse", "401", "html_502", "reset"}
AFTER = {"accept_then_hang", "accept_then_reset", "slow"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One rule. ``times`` is what is left of it; None means for ever."""

    kind: str
    method: str = "*"
    chat_id: int | None = None
    share: float = 1.0
    times: int | None = None
    retry_after: int = 1
    seconds: float = 5.0

    def __post_init__(self) -> None:
        if self.kind not in BEFORE | AFTER:
            raise BadRequest(f"unknown kind of fault {self.kind!r}; known: {', '.join(sorted(BEFORE | AFTER))}")

        if any(isinstance(number, str) for number in (self.chat_id, self.share, self.times, self.retry_after)):
            raise BadRequest("chat_id, share, times, retry_after and seconds are numbers")

    def concerns(self, method: str, chat_id: int | None) -> bool:
        return (
            self.times != 0
            and fnmatchcase(method.lower(), self.method.lower())
            and self.chat_id in {None, chat_id}
            and secrets.randbelow(1_000_000) < self.share * 1_000_000
        )

    def refusal(self) -> ApiError | None:
        """What the caller is told instead of the answer, where that is a Telegram answer at all."""
        refusals = {
            "429": TooManyRequests(self.retry_after),
            "500": ApiError(500, "Internal Server Error"),
            "403_blocked": Forbidden("bot was blocked by the user"),
            "403_deactivated": Forbidden("user is deactivated"),
            "400_parse": BadRequest('can\'t parse entities: Unsupported start tag "x" at byte offset 0'),
            "401": Unauthorized(),
        }
        return refusals.get(self.kind)


class Faults:
    """The rules in force, first match first; they survive a restart."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rules = [Fault(**rule) for rule in store.recall("faults", [])]

    def set(self, rules: list[dict[str, Any]]) -> None:
        try:
            self._rules = [Fault(**{"kind": "", **rule}) for rule in rules]
        except TypeError as error:
            raise BadRequest(f"a fault is an object of kind, method, chat_id, share, times: {error}") from error
        self._save()

    def list(self) -> "list[dict[str, Any]]":
        return [asdict(rule) for rule in self._rules]

    def pick(self, method: str, chat_id: int | None) -> Fault | None:
        for place, rule in enumerate(self._rules):
            if rule.concerns(method, chat_id):
                if rule.times is not None:
                    self._rules[place] = replace(rule, times=rule.times - 1)
                    self._save()
                return rule
        return None

    def _save(self) -> None:
        self._store.remember("faults", self.list())
