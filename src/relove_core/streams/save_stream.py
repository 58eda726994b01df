"""Change the catalogue."""

from dataclasses import dataclass

from relove_core.streams.links import LinkHosts
from relove_core.streams.model import Stream
from relove_core.streams.ports import StreamsTx
from relove_core.transactions import Begin


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveStream:
    begin: Begin[StreamsTx]
    hosts: LinkHosts

    async def __call__(self, stream: Stream) -> None:
        """Raises InvalidInput: the link is on none of the hosts; names the field and what is allowed."""
        self.hosts.require(stream.link, field="link")
        async with self.begin() as tx:
            await tx.streams.save(stream)
