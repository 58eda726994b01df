"""Show a person which programmes their own words are closest to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from relove_core.clock import Clock
from relove_core.delivery.model import Button, Cause, LinkButton, Outgoing
from relove_core.errors import Unavailable
from relove_core.markup import Html, lines, pack
from relove_core.readiness.model import BEST, Readiness, is_enough
from relove_core.readiness.reading import ReadinessReading
from relove_core.safety.detector import detect_safely
from relove_core.safety.ready import require_ready
from relove_core.sessions.buttons import open_row
from relove_core.sessions.model import Remark
from relove_core.sessions.ports import SessionsTx
from relove_core.streams.conversion import ConversionStep
from relove_core.streams.model import Stream
from relove_core.streams.offer import offer_rows
from relove_core.streams.ways import Ways
from relove_core.texts import Texts
from relove_core.transactions import Begin, StorageUnavailable
from relove_core.users.model import Contact

REMARKS = 200
"""So many of the newest remarks are looked at: some weeks of conversations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyseReadiness:
    begin: Begin[SessionsTx]
    reading: ReadinessReading
    texts: Texts
    ways: Ways
    clock: Clock

    async def __call__(self, cause: Cause, contact: Contact) -> None:
        """Who asks gets it, whether or not they want messages about programmes.

        Raises:
            HeldForSafety: nobody is offered anything now.
        """
        require_ready(contact)
        streams, remarks = await self._material(contact)
        voice = contact.voice
        if not streams:
            await self._tell(cause, contact, self.texts("streams-none", voice))
        elif not is_enough([remark.text for remark in remarks]):
            await self._tell(cause, contact, self.texts("readiness-too-little", voice), open_row(self.texts, voice))
        else:
            await self._show(cause, contact, remarks, streams)

    async def _material(self, contact: Contact) -> tuple[Sequence[Stream], Sequence[Remark]]:
        async with self.begin() as tx:
            (await tx.safety.of(contact.user_id)).require_normal()
            streams = [stream for stream in await tx.streams.all() if stream.is_active]
            words = await tx.sessions.words_of(contact.user_id, most=REMARKS)
        # What was said in danger is never shown again beside a price.
        return streams, [remark for remark in words if detect_safely(remark.text) is None]

    async def _show(self, cause: Cause, contact: Contact, remarks: Sequence[Remark], streams: Sequence[Stream]) -> None:
        try:
            found = (await self.reading(contact, remarks, streams))[:BEST]
        except StorageUnavailable:
            raise
        except Unavailable:
            await self._tell(cause, contact, self.texts("readiness-unavailable", contact.voice))
            return
        if not found:
            await self._tell(cause, contact, self.texts("readiness-none-heard", contact.voice))
            return
        async with self.begin() as tx:
            (await tx.safety.of(contact.user_id)).require_normal()
            await tx.conversions.record(contact.user_id, ConversionStep.SAW_OFFER, at=self.clock.now())
            rows = [sum(await offer_rows(tx, self.texts, self.ways, contact, one.stream), ()) for one in found]
            await tx.deliveries.finish(cause, list(self._messages(cause, contact, found, rows)))

    def _messages(
        self,
        cause: Cause,
        contact: Contact,
        found: Sequence[Readiness],
        rows: Sequence[tuple[Button | LinkButton, ...]],
    ) -> Iterator[Outgoing]:
        """One row of buttons for each programme, under all of them."""
        blocks = [self.texts("readiness-title", contact.voice), *(self._block(one, contact) for one in found)]
        *before, last = pack(blocks)
        for html in before:
            yield Outgoing(chat_id=cause.chat_id, user_id=contact.user_id, html=html)
        yield Outgoing(chat_id=cause.chat_id, user_id=contact.user_id, html=last, buttons=tuple(rows))

    def _block(self, one: Readiness, contact: Contact) -> Html:
        voice, stream = contact.voice, one.stream
        title = self.texts("readiness-stream", voice, title=stream.title, promise=stream.promise, percent=one.percent)
        return lines((title, *(self.texts("readiness-quote", voice, words=quote) for quote in one.quotes)))

    async def _tell(self, cause: Cause, contact: Contact, html: Html, *rows: tuple[Button, ...]) -> None:
        async with self.begin() as tx:
            answer = Outgoing(chat_id=cause.chat_id, user_id=contact.user_id, html=html, buttons=rows)
            await tx.deliveries.finish(cause, [answer])
