"""The addresses that people get from us."""

from collections.abc import Sequence
from dataclasses import dataclass

from relove_core.ids import UserId
from relove_core.streams.links import LinkHosts, LinkKind, Target
from relove_core.streams.model import Stream
from relove_core.streams.ports import StreamsTx


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """``door``: the address before ``/go/`` under which people reach the panel's public side.

    Without a door links are not tracked and lead straight to where they lead: one that is not followed is worse.

    Raises:
        InvalidInput: the platform is on none of the hosts.
    """

    hosts: LinkHosts
    platform_url: str
    door: str | None

    def __post_init__(self) -> None:
        self.hosts.require(self.platform_url, field="platform_url")

    @property
    def platform(self) -> Target:
        return Target(kind=LinkKind.PLATFORM, url=self.platform_url)

    def to(self, stream: Stream) -> Target | None:
        """``None``: the catalogue leads to where no link of ours may."""
        is_allowed = self.hosts.allows(stream.link)
        return Target(kind=LinkKind.STREAM, url=stream.link, stream=stream.slug) if is_allowed else None

    async def addresses(self, tx: StreamsTx, user_id: UserId, targets: Sequence[Target]) -> dict[Target, str]:
        """What to put on this person's buttons.

        Raises:
            InvalidInput: a target is on none of the hosts.
        """
        for target in targets:
            self.hosts.require(target.url, field="link")
        if self.door is None:
            return {target: target.url for target in targets}
        tokens = await tx.links.of(user_id, targets)
        return {target: f"{self.door}/go/{tokens[target]}" for target in targets}
