"""Show an admin what changed between two versions of a person's portrait."""

from collections.abc import Iterable
from dataclasses import dataclass

from relove_core.access.guards import require_admin
from relove_core.alerts.wording import TEAM
from relove_core.delivery.model import Cause
from relove_core.ids import UserId, VersionId
from relove_core.markup import Html
from relove_core.profiles.compare_versions import comparison_of
from relove_core.profiles.desk import Desk
from relove_core.profiles.guards import number_in
from relove_core.profiles.ports import ProfilesTx
from relove_core.profiles.version_words import VersionWords
from relove_core.texts import Texts
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowComparison:
    desk: Desk
    words: VersionWords
    texts: Texts

    async def __call__(self, cause: Cause, admin: Contact, told: str) -> UserId | None:
        """Whose portrait was opened. ``told``: a person's id and two numbers of versions."""
        require_admin(admin)
        numbers = [number for word in told.split() if (number := number_in(word)) is not None]
        if len(numbers) != 3 or len(told.split()) != 3:
            await self.desk.say(cause, admin, self.texts("compare-usage", TEAM))
            return None
        user_id, one, other = UserId(numbers[0]), VersionId(numbers[1]), VersionId(numbers[2])

        async def act(tx: ProfilesTx) -> Iterable[Html]:
            found = await comparison_of(tx, user_id, one, other)
            return [self.texts("comparison-title", TEAM, user=str(user_id)), *self.words.comparison(found)]

        return user_id if await self.desk.do(cause, admin, act) else None
