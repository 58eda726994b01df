"""The first figures, for an admin in Telegram."""

from collections.abc import Iterator
from dataclasses import dataclass

from relove_core.access.guards import require_admin
from relove_core.alerts.wording import TEAM
from relove_core.analytics.funnel import MOST_DAYS, BadWindow, window_of
from relove_core.analytics.show_funnel import FunnelWords
from relove_core.analytics.views import Figures, FiguresReader
from relove_core.clock import Clock
from relove_core.delivery.model import Cause, Outgoing
from relove_core.delivery.ports import DeliveryTx
from relove_core.markup import Html, lines, pack
from relove_core.safety.contacts import Contacts
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowStats:
    begin: Begin[DeliveryTx]
    reader: FiguresReader
    funnel: FunnelWords
    texts: Texts
    help_lines: Contacts
    clock: Clock

    async def __call__(self, cause: Cause, admin: Contact, told: str) -> None:
        """``told``: the window of the funnel, see ``window_of``; a wrong one is answered by what is right."""
        require_admin(admin)
        try:
            window = window_of(told)
        except BadWindow:
            blocks = [self.texts("funnel-bad-window", TEAM, most=MOST_DAYS)]
        else:
            blocks = [self._stats(await self.reader.figures()), *await self.funnel(window)]
        answers = [Outgoing(chat_id=cause.chat_id, user_id=admin.user_id, html=html) for html in pack(blocks)]
        async with self.begin() as tx:
            await tx.deliveries.finish(cause, answers)

    def _stats(self, figures: Figures) -> Html:
        counted = {
            "people": figures.people,
            "today": figures.active_today,
            "week": figures.active_in_7_days,
            "month": figures.active_in_30_days,
            "consented": figures.consented,
            "sessions": figures.active_sessions,
            "completed": figures.completed_sessions,
            "held": figures.people_held,
            "alerts": figures.open_alerts,
        }
        stages = (
            self.texts("stats-stage", TEAM, stage=self.texts(f"stage-{stage}", TEAM), people=people)
            for stage, people in figures.by_stage
        )
        return lines((self.texts("stats", TEAM, **counted), *stages, *self._warnings()))

    def _warnings(self) -> Iterator[Html]:
        today = self.clock.now().date()
        if self.help_lines.is_stale(today):
            yield self.texts("stats-help-lines-old", TEAM, days=self.help_lines.unchecked_days(today))
