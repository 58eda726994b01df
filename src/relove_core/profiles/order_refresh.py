"""An admin orders portraits anew in the bot: one person's at once, everybody's after a question."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from relove_core.access.guards import require_admin
from relove_core.alerts.wording import TEAM
from relove_core.clock import Clock
from relove_core.delivery.actions import Action
from relove_core.delivery.model import Button, Cause
from relove_core.ids import UserId
from relove_core.markup import Html
from relove_core.profiles.ask_refresh import ask_for_all, ask_for_one
from relove_core.profiles.desk import Desk
from relove_core.profiles.foresight import Foresight, Whom
from relove_core.profiles.freshness import Freshness
from relove_core.profiles.guards import number_in
from relove_core.profiles.ports import ProfilesTx
from relove_core.profiles.show_run import RunWords
from relove_core.texts import Texts
from relove_core.users.model import Contact

ALL_WORDS = ("all", "все", "всех")
REFRESH_ALL = "refresh_all"
"""The action that asks for everybody; its argument: when it was offered, in seconds of the epoch."""
REFRESH_NONE = "refresh_none"
VALID = timedelta(hours=1)
"""An older button asks again: millions of tokens are not spent by a slip in an old chat. Source: our own choice."""
MOST_COUNTED = 10_000
"""More people than these are not counted for a question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRefresh:
    desk: Desk
    foresight: Foresight
    runs: RunWords
    texts: Texts
    freshness: Freshness
    clock: Clock

    async def __call__(self, cause: Cause, admin: Contact, told: str) -> None:
        """``told``: a person's id, or one of ``ALL_WORDS``; nothing shows the runs, anything else what is allowed."""
        require_admin(admin)
        word = told.strip().lower()
        if word in ALL_WORDS:
            await self._offer_all(cause, admin)
            return
        number = number_in(word)

        async def act(tx: ProfilesTx) -> Iterable[Html]:
            if number is not None:
                run = await ask_for_one(tx, UserId(number), asked_by=admin.user_id)
                return [self.texts("refresh-ordered", TEAM, user=word, run=str(run.id))]
            usage = self.texts("refresh-usage", TEAM, days=self.freshness.window.days)
            return [self.texts("refresh-not-understood", TEAM), usage] if word else [usage, *await self.runs(tx)]

        await self.desk.do(cause, admin, act)

    async def confirm(self, cause: Cause, admin: Contact, offered: str) -> None:
        """``offered``: when, as the button says; an old one asks again."""
        require_admin(admin)
        if not _is_valid(offered, at=self.clock.now()):
            await self._offer_all(cause, admin)
            return

        async def act(tx: ProfilesTx) -> Iterable[Html]:
            run = await ask_for_all(tx, self.freshness, asked_by=admin.user_id)
            return [self.texts("refresh-all-ordered", TEAM, run=str(run.id))]

        await self.desk.do(cause, admin, act)

    async def decline(self, cause: Cause, admin: Contact) -> None:
        await self.desk.say(cause, admin, self.texts("refresh-declined", TEAM))

    async def _offer_all(self, cause: Cause, admin: Contact) -> None:
        foreseen = await self.foresight.foresee(Whom.ALL, self.freshness, most=MOST_COUNTED + 1)
        html = self.texts(
            "refresh-all-question",
            TEAM,
            days=self.freshness.window.days,
            people=min(foreseen.people, MOST_COUNTED),
            is_more="yes" if foreseen.people > MOST_COUNTED else "no",
        )
        offered = Action(REFRESH_ALL, (str(int(self.clock.now().timestamp())),))
        await self.desk.say(
            cause,
            admin,
            html,
            Button(self.texts("button-refresh-all", TEAM), offered),
            Button(self.texts("button-refresh-none", TEAM), Action(REFRESH_NONE)),
        )


def _is_valid(offered: str, *, at: datetime) -> bool:
    number = number_in(offered)
    return number is not None and 0 <= at.timestamp() - number <= VALID.total_seconds()
