"""Note that a programme interests somebody, or does not any more."""

from dataclasses import dataclass

from relove_core.delivery.model import Button, Cause, Outgoing
from relove_core.errors import InvalidInput
from relove_core.safety.ready import require_ready
from relove_core.streams.buttons import interest
from relove_core.streams.model import Stream
from relove_core.streams.ports import StreamsTx
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteInterest:
    begin: Begin[StreamsTx]
    texts: Texts

    async def __call__(self, cause: Cause, contact: Contact, args: tuple[str, ...]) -> None:
        """``args``: those of a button.

        Raises:
            HeldForSafety: nobody is offered anything now.
            InvalidInput: it is none of our buttons.
        """
        require_ready(contact)
        match args:
            case (slug, "yes" | "no" as said):
                is_interested = said == "yes"
            case _:
                raise InvalidInput("a button of interest carries a slug and yes or no")
        async with self.begin() as tx:
            (await tx.safety.of(contact.user_id)).require_normal()
            stream = await tx.streams.get(slug)
            is_there = stream is not None and (stream.is_active or not is_interested)
            if is_there:
                await tx.streams.mark_interest(contact.user_id, slug, is_interested=is_interested)
            answer = self._answer(cause, contact, stream if is_there else None, is_interested=is_interested)
            await tx.deliveries.finish(cause, [answer])

    def _answer(self, cause: Cause, contact: Contact, stream: Stream | None, *, is_interested: bool) -> Outgoing:
        voice = contact.voice
        if stream is None:
            html = self.texts("stream-gone", voice)
            return Outgoing(chat_id=cause.chat_id, user_id=contact.user_id, html=html)
        html = self.texts("stream-interested" if is_interested else "stream-not-interested", voice, title=stream.title)
        back = Button(self.texts("button-not-interested", voice), interest(stream.slug, is_interested=False))
        rows = ((back,),) if is_interested else ()
        return Outgoing(chat_id=cause.chat_id, user_id=contact.user_id, html=html, buttons=rows)
