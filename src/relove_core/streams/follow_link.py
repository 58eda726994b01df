"""Follow a tracked link."""

from dataclasses import dataclass

from relove_core.streams.links import TOKEN, LinkHosts, LinkNotAllowed, LinkUnknown, with_click
from relove_core.streams.ports import Clicks


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowLink:
    clicks: Clicks
    hosts: LinkHosts

    async def __call__(self, token: str, *, is_counted: bool) -> str:
        """Where to go. One statement; none where the token cannot be one of ours.

        Raises:
            LinkUnknown: there is no such link.
            LinkNotAllowed: it leads off the hosts, and was not counted.
        """
        if not TOKEN.fullmatch(token):
            raise LinkUnknown("a token has another shape")
        found = await self.clicks.follow(token, hosts=self.hosts.names, is_counted=is_counted)
        if found is None:
            raise LinkUnknown("there is no such link")
        if not found.is_allowed or not self.hosts.allows(found.url):
            raise LinkNotAllowed("the link leads to a host that is not on the list")
        return with_click(found.url, token)
