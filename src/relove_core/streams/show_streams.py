"""Show the catalogue to who asks for it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from relove_core.clock import Clock
from relove_core.delivery.model import Button, Cause, LinkButton, Outgoing
from relove_core.markup import Html, pack
from relove_core.safety.ready import require_ready
from relove_core.streams.buttons import interest
from relove_core.streams.conversion import ConversionStep
from relove_core.streams.links import Target
from relove_core.streams.model import Stream
from relove_core.streams.ports import StreamsTx
from relove_core.streams.ways import Ways
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact

AT_ONCE = 5
"""Programmes in a message: what one can still take in, and what always fits."""

Addresses = Mapping[Target, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowStreams:
    begin: Begin[StreamsTx]
    texts: Texts
    ways: Ways
    clock: Clock

    async def __call__(self, cause: Cause, contact: Contact) -> None:
        """Who asks gets it, whether or not they want messages about programmes.

        Raises:
            HeldForSafety: nobody is offered anything now.
        """
        require_ready(contact)
        async with self.begin() as tx:
            (await tx.safety.of(contact.user_id)).require_normal()
            offered = [stream for stream in await tx.streams.all() if stream.is_active]
            if offered:
                await tx.conversions.record(contact.user_id, ConversionStep.SAW_OFFER, at=self.clock.now())
            targets = [target for stream in offered if (target := self.ways.to(stream))]
            addresses = await self.ways.addresses(tx, contact.user_id, targets)
            await tx.deliveries.finish(cause, list(self._messages(cause, contact, offered, addresses)))

    def _messages(
        self, cause: Cause, contact: Contact, offered: Sequence[Stream], addresses: Addresses
    ) -> Iterator[Outgoing]:
        heading = self.texts("streams-title" if offered else "streams-none", contact.voice)
        for start in range(0, max(len(offered), 1), AT_ONCE):
            shown = offered[start : start + AT_ONCE]
            blocks = [*([heading] if start == 0 else []), *(self._block(stream, contact) for stream in shown)]
            *before, last = pack(blocks)
            rows = tuple(self._row(stream, contact, addresses) for stream in shown)
            for html in before:
                yield Outgoing(chat_id=cause.chat_id, user_id=contact.user_id, html=html)
            yield Outgoing(chat_id=cause.chat_id, user_id=contact.user_id, html=last, buttons=rows)

    def _block(self, stream: Stream, contact: Contact) -> Html:
        given = {"title": stream.title, "promise": stream.promise, "price": stream.price_note}
        return self.texts("stream", contact.voice, **given)

    def _row(self, stream: Stream, contact: Contact, addresses: Addresses) -> tuple[Button | LinkButton, ...]:
        target = self.ways.to(stream)
        opens = (LinkButton(stream.title, addresses[target]),) if target else ()
        label = self.texts("button-interested", contact.voice, title=stream.title)
        return (*opens, Button(label, interest(stream.slug, is_interested=True)))
