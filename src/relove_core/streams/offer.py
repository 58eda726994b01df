"""Offer a programme to who has not asked for one: within somebody's transaction, and only where it may be done."""

from dataclasses import dataclass
from datetime import datetime

from relove_core.delivery.model import Button, Cause, LinkButton, Outgoing
from relove_core.streams.buttons import interest
from relove_core.streams.conversion import ConversionStep
from relove_core.streams.model import Stream
from relove_core.streams.ports import StreamsTx
from relove_core.streams.ways import Ways
from relove_core.texts import Texts
from relove_core.users.consent import ConsentKind
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    texts: Texts
    ways: Ways

    async def __call__(
        self, tx: StreamsTx, cause: Cause, contact: Contact, slug: str, *, at: datetime
    ) -> list[Outgoing]:
        """One message, or none: nothing is offered in a crisis, to who refused to read of programmes, or off the list.

        That it happens once in a session is the business of who calls: at its end.
        """
        if not (await tx.safety.of(contact.user_id)).allows_offers:
            return []
        if ConsentKind.NEWS not in await tx.users.consents_of(contact.user_id):
            return []
        stream = await tx.streams.get(slug)
        if stream is None or not stream.is_active:
            return []
        await tx.conversions.record(contact.user_id, ConversionStep.SAW_OFFER, at=at)
        rows = await offer_rows(tx, self.texts, self.ways, contact, stream)
        html = self.texts("offer", contact.voice, title=stream.title, promise=stream.promise)
        return [Outgoing(chat_id=cause.chat_id, user_id=contact.user_id, html=html, buttons=rows)]


async def offer_rows(
    tx: StreamsTx, texts: Texts, ways: Ways, contact: Contact, stream: Stream
) -> tuple[tuple[Button | LinkButton, ...], ...]:
    """The tracked way to the programme, and «Интересно»."""
    target = ways.to(stream)
    addresses = await ways.addresses(tx, contact.user_id, [target]) if target else {}
    opens = tuple((LinkButton(stream.title, address),) for address in addresses.values())
    label = texts("button-interested", contact.voice, title=stream.title)
    return (*opens, (Button(label, interest(stream.slug, is_interested=True)),))
