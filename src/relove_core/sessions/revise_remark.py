"""Take over an edited message, as long as it is not answered."""

from dataclasses import dataclass

from relove_core.delivery.model import Cause
from relove_core.markup import clean, pages
from relove_core.sessions import wording
from relove_core.sessions.guards import require_ready
from relove_core.sessions.model import REMARK_CHARS
from relove_core.sessions.ports import SessionsTx
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseRemark:
    begin: Begin[SessionsTx]
    texts: Texts

    async def __call__(self, cause: Cause, contact: Contact, telegram_message_id: int, text: str) -> None:
        require_ready(contact)
        texts = [page for page in pages(clean(text), chars=REMARK_CHARS) if page.strip()]
        async with self.begin() as tx:
            revised = await tx.sessions.revise(contact.user_id, telegram_message_id, texts)
            late = wording.to_person(cause, contact, self.texts("edit-is-late", contact.voice))
            await tx.deliveries.finish(cause, [] if revised else [late])
