"""An admin rolls a person's portrait back in the bot."""

from collections.abc import Iterable
from dataclasses import dataclass

from relove_core.access.guards import require_admin
from relove_core.alerts.wording import TEAM
from relove_core.clock import Clock
from relove_core.delivery.model import Cause
from relove_core.ids import UserId, VersionId
from relove_core.markup import Html
from relove_core.profiles.desk import Desk
from relove_core.profiles.guards import number_in
from relove_core.profiles.ports import ProfilesTx
from relove_core.profiles.roll_back import roll_back
from relove_core.texts import Texts
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreVersion:
    desk: Desk
    texts: Texts
    clock: Clock

    async def __call__(self, cause: Cause, admin: Contact, told: str) -> UserId | None:
        """Whose portrait was rolled back. ``told``: a person's id, the number of a version, a reason."""
        require_admin(admin)
        person, version, reason = (*told.split(maxsplit=2), "", "", "")[:3]
        number, wanted = number_in(person), number_in(version)
        if number is None or wanted is None:
            await self.desk.say(cause, admin, self.texts("rollback-usage", TEAM))
            return None
        user_id = UserId(number)

        async def act(tx: ProfilesTx) -> Iterable[Html]:
            at = self.clock.now()
            made = await roll_back(tx, user_id, VersionId(wanted), by=admin.user_id, reason=reason, at=at)
            given = {"user": str(user_id), "version": str(wanted), "number": str(made.id)}
            return [self.texts("rolled-back", TEAM, **given)]

        return user_id if await self.desk.do(cause, admin, act) else None
