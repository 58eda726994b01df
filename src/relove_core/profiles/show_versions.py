"""Show an admin the versions of a person's portrait, and the one that holds as a whole."""

from collections.abc import Iterable
from dataclasses import dataclass

from relove_core.access.guards import require_admin
from relove_core.alerts.wording import TEAM
from relove_core.delivery.model import Cause
from relove_core.ids import UserId
from relove_core.markup import Html
from relove_core.profiles.desk import Desk
from relove_core.profiles.guards import number_in
from relove_core.profiles.list_versions import versions_of
from relove_core.profiles.ports import ProfilesTx
from relove_core.profiles.version_words import VersionWords
from relove_core.texts import Texts
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowVersions:
    desk: Desk
    words: VersionWords
    texts: Texts

    async def __call__(self, cause: Cause, admin: Contact, told: str) -> UserId | None:
        """Whose portrait was opened. ``told``: a person's id."""
        require_admin(admin)
        number = number_in(told.strip())
        if number is None:
            await self.desk.say(cause, admin, self.texts("versions-usage", TEAM))
            return None
        user_id = UserId(number)

        async def act(tx: ProfilesTx) -> Iterable[Html]:
            versions = await versions_of(tx, user_id)
            if not versions:
                return [self.texts("versions-none", TEAM, user=str(user_id))]
            listed = [self.words.origin(v, is_current=v is versions[0]) for v in versions]
            return [
                self.texts("versions-title", TEAM, user=str(user_id)),
                *listed,
                self.texts("versions-current", TEAM, version=str(versions[0].id)),
                *self.words.whole(versions[0]),
            ]

        return user_id if await self.desk.do(cause, admin, act) else None
