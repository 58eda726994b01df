"""Show the way to the platform."""

from dataclasses import dataclass

from relove_core.delivery.model import Cause, LinkButton, Outgoing
from relove_core.safety.ready import require_ready
from relove_core.streams.ports import StreamsTx
from relove_core.streams.ways import Ways
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPlatform:
    begin: Begin[StreamsTx]
    texts: Texts
    ways: Ways

    async def __call__(self, cause: Cause, contact: Contact) -> None:
        """Raises HeldForSafety: nobody is offered anything now."""
        require_ready(contact)
        target = self.ways.platform
        async with self.begin() as tx:
            (await tx.safety.of(contact.user_id)).require_normal()
            address = (await self.ways.addresses(tx, contact.user_id, [target]))[target]
            opens = LinkButton(self.texts("button-platform", contact.voice), address)
            html = self.texts("platform", contact.voice)
            answer = Outgoing(chat_id=cause.chat_id, user_id=contact.user_id, html=html, buttons=((opens,),))
            await tx.deliveries.finish(cause, [answer])
