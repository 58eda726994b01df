"""An admin's word about portraits: done and answered as one act, or refused with the reason."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from relove_core.access.guards import require_admin
from relove_core.alerts.wording import TEAM
from relove_core.delivery.model import Button, Cause, Outgoing
from relove_core.errors import ReloveError
from relove_core.ids import ChatId, UserId
from relove_core.markup import Html, pack
from relove_core.profiles.ask_refresh import AlreadyAsked, EverybodyAsked
from relove_core.profiles.compare_versions import SameVersion
from relove_core.profiles.guards import NotOfTheTeam, PersonUnknown
from relove_core.profiles.ports import ProfilesTx, VersionUnknown
from relove_core.profiles.roll_back import BadReason, VersionIsCurrent
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact

Act = Callable[[ProfilesTx], Awaitable[Iterable[Html]]]
"""What is to be done, and what to answer, a block for each thing told."""

REFUSALS: tuple[type[ReloveError], ...] = (
    *(PersonUnknown, NotOfTheTeam, VersionUnknown, SameVersion, VersionIsCurrent, BadReason),
    *(AlreadyAsked, EverybodyAsked),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    begin: Begin[ProfilesTx]
    texts: Texts

    async def do(self, cause: Cause, admin: Contact, act: Act) -> bool:
        """Whether it was done: if it was refused, nothing of it is left but the answer. Raises NotAdmin."""
        require_admin(admin)
        try:
            async with self.begin() as tx:
                pages = pack(await act(tx))
                answers = [_to(cause.chat_id, admin.user_id, page) for page in pages]
                await tx.deliveries.finish(cause, answers)
        except REFUSALS as e:
            await self.say(cause, admin, why(self.texts, e))
            return False
        return True

    async def say(self, cause: Cause, admin: Contact, html: Html, *buttons: Button) -> None:
        """Raises NotAdmin."""
        require_admin(admin)
        answer = _to(cause.chat_id, admin.user_id, html, *buttons)
        async with self.begin() as tx:
            await tx.deliveries.finish(cause, [answer])


def why(texts: Texts, refusal: ReloveError) -> Html:
    """One of ``REFUSALS`` in words for the team."""
    return texts(f"refused-{refusal.code.partition('.')[2].replace('_', '-')}", TEAM)


def _to(chat_id: ChatId, user_id: UserId, html: Html, *buttons: Button) -> Outgoing:
    return Outgoing(chat_id=chat_id, user_id=user_id, html=html, buttons=tuple((button,) for button in buttons))
