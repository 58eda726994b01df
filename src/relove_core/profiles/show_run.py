"""The last runs and what is under way, in words for the team."""

from collections.abc import Iterator
from dataclasses import dataclass

from relove_core.alerts.wording import TEAM
from relove_core.markup import Html
from relove_core.profiles.moments import moment
from relove_core.profiles.ports import ProfilesTx
from relove_core.profiles.rotation import RotationRun
from relove_core.texts import Texts

MOST_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class RunWords:
    texts: Texts

    async def __call__(self, tx: ProfilesTx) -> Iterator[Html]:
        """Those under way first, then the last that have ended."""
        under_way = await tx.runs.unfinished()
        ended = [run for run in await tx.runs.latest(most=MOST_SHOWN + len(under_way)) if run.finished_at is not None]
        return self._blocks((*under_way, *ended[:MOST_SHOWN]))

    def _blocks(self, runs: tuple[RotationRun, ...]) -> Iterator[Html]:
        yield self.texts("runs-title" if runs else "runs-none", TEAM)
        for run in runs:
            yield self.block(run)

    def block(self, run: RotationRun) -> Html:
        return self.texts(
            "run",
            TEAM,
            run=str(run.id),
            kind=run.kind.value,
            by=str(run.asked_by or ""),
            has_admin="yes" if run.asked_by else "no",
            began=moment(run.began_at),
            state=_state(run),
            seconds=round(run.took.total_seconds()) if run.took else 0,
            named=run.wanted or 0,
            processed=run.processed,
            updated=run.updated,
            unchanged=run.unchanged,
            insufficient=run.insufficient,
            skipped=run.skipped,
            failed=run.failed,
            tokens=run.tokens,
        )


def _state(run: RotationRun) -> str:
    """Which of its forms the text takes; how many are wanted of a rotation nobody knows."""
    if run.finished_at is None:
        return "going" if run.wanted is None else "counted"
    return "stopped" if run.is_stopped else "done"
