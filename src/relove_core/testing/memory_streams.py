"""The catalogue, links and the steps of the funnel, in memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from relove_core.clock import Clock
from relove_core.ids import UserId
from relove_core.streams.conversion import FLAGS, ConversionStep
from relove_core.streams.links import LinkHosts, Target
from relove_core.streams.model import INTERESTED, Stream
from relove_core.streams.ports import Followed
from relove_core.testing.memory_lock import MemoryLock
from relove_core.testing.memory_state import KeptLink, MemoryState, after


class MemoryStreams:
    """StreamRepository in a dict."""

    def __init__(self, state: MemoryState) -> None:
        self._state = state

    async def all(self) -> tuple[Stream, ...]:
        return tuple(sorted(self._state.streams.values(), key=lambda stream: (stream.position, stream.slug)))

    async def get(self, slug: str) -> Stream | None:
        return self._state.streams.get(slug)

    async def save(self, stream: Stream) -> None:
        self._state.streams[stream.slug] = stream

    async def mark_interest(self, user_id: UserId, slug: str, *, is_interested: bool) -> None:
        user = self._state.users.get(user_id)
        if user is None:
            return
        noted = user.markers.get(INTERESTED)
        others = [one for one in noted if one != slug] if isinstance(noted, list) else []
        slugs = [*others, slug] if is_interested else others
        self._state.users[user_id] = replace(user, markers={**user.markers, INTERESTED: slugs})


class MemoryLinks:
    """LinkRepository in a dict; tokens are counted, so that a test can tell them."""

    def __init__(self, state: MemoryState) -> None:
        self._state = state

    async def of(self, user_id: UserId, targets: Sequence[Target]) -> Mapping[Target, str]:
        return {target: self._token(user_id, target) for target in targets}

    def _token(self, user_id: UserId, target: Target) -> str:
        links = self._state.links
        key = (user_id, target.kind, target.stream)
        same = ((token, k) for token, k in links.items() if (k.user_id, k.target.kind, k.target.stream) == key)
        token, kept = next(same, (f"{after(map(int, links)):022}", KeptLink(user_id=user_id, target=target)))
        links[token] = replace(kept, target=target)
        return token


class MemoryConversions:
    """ConversionRepository in a dict."""

    def __init__(self, state: MemoryState) -> None:
        self._state = state

    async def record(self, user_id: UserId, step: ConversionStep, *, at: datetime) -> None:
        take(self._state, user_id, step, at)

    async def of(self, user_id: UserId) -> Mapping[ConversionStep, datetime]:
        return {step: at for (who, step), at in self._state.steps.items() if who == user_id}


def take(state: MemoryState, user_id: UserId, step: ConversionStep, at: datetime) -> None:
    """A step for the first time raises its flag."""
    user = state.users.get(user_id)
    if user is None or (user_id, step) in state.steps:
        return
    state.steps[user_id, step] = at
    if step in FLAGS:
        flags: dict[str, bool] = {FLAGS[step]: True}
        state.users[user_id] = replace(user, **flags)  # type: ignore[arg-type]  # the flags are the user's own


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryClicks:
    state: MemoryState
    lock: MemoryLock
    clock: Clock

    async def follow(self, token: str, *, hosts: Collection[str], is_counted: bool) -> Followed | None:
        async with self.lock:
            kept = self.state.links.get(token)
            if kept is None:
                return None
            stream = self.state.streams.get(kept.target.stream or "")
            url = stream.link if stream else kept.target.url
            is_allowed = LinkHosts.of(hosts).allows(url)
            if is_counted and is_allowed:
                self.state.links[token] = kept.clicked(self.clock.now())
                take(self.state, kept.user_id, ConversionStep.OPENED_PLATFORM, self.clock.now())
            return Followed(url, is_allowed)
