"""Whose portrait is to be made anew: rows that workers lend to each other by leases."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import TextClause
from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.engine import acting
from relove_adapters.postgres.sql import BIGINT, BIGINTS, INT, MOMENT, SPAN, statement
from relove_core.ids import RunId, UserId
from relove_core.profiles.freshness import Freshness
from relove_core.profiles.rotation import Claim, RotationRun

LEASE = timedelta(seconds=150)
"""Longer than a reader and a model with all their retries take for one person."""
LOOKED_AT = 3
"""So many times as many rows as are wanted are looked at by one statement: it stays short however many sleep."""
MOST_LOOKS = 100
"""Statements of one call while all who were looked at slept."""

_IS_FREE = "(lease_until IS NULL OR lease_until <= now())"
_LOST = "s.lost + CASE WHEN s.lease_until IS NULL THEN 0 ELSE 1 END"


def _waiting(whom: str, most: str = ":most") -> str:
    return f"""
        SELECT user_id FROM profile_states WHERE asked_at <= now() AND {_IS_FREE} AND {whom}
         ORDER BY asked_at LIMIT {most} FOR UPDATE SKIP LOCKED
        """  # noqa: S608 - all parts are ours


def _asked(people: str) -> TextClause:
    """``people``: queries of their ids, as the parts of a WITH that ends with ``waiting``."""
    return statement(
        f"""
        WITH {people}
        UPDATE profile_states s SET lease_until = now() + :lease, fence = fence + 1, lost = {_LOST}
          FROM waiting WHERE s.user_id = waiting.user_id
        RETURNING s.user_id, s.fence, s.lease_until, s.run_id, s.failures, s.lost, s.asked_at AS since
        """,  # noqa: S608 - all parts are ours
        most=INT,
        lease=SPAN,
    )


_ASKED = _asked(
    f"""
    back AS ({_waiting("run_id IS NULL")}),
    named AS ({_waiting("run_id IS NOT NULL", ":most - (SELECT count(*) FROM back)")}),
    waiting AS (SELECT * FROM back UNION ALL SELECT * FROM named)
    """  # noqa: S608 - all parts are ours
)
_ASKED_OF_RUN = _asked(f"waiting AS ({_waiting('run_id = :run')})")
_IS_STALE = f"s.due_at <= :began_at AND s.asked_at IS NULL AND {_IS_FREE}"
# Only what is taken is locked: each lock is a write to its page. Who is looked at and taken by another meanwhile is
# passed over, and the next one is taken in their place.
STALE = statement(
    f"""
    WITH looked AS MATERIALIZED (
        SELECT s.user_id, s.due_at FROM profile_states s WHERE {_IS_STALE} ORDER BY s.due_at LIMIT :looked_at
    ), told AS MATERIALIZED (
        SELECT looked.*, (SELECT last_seen_date > now() - :window FROM users WHERE id = user_id) AS is_awake FROM looked
    ), awake AS (
        SELECT s.user_id FROM told JOIN profile_states s USING (user_id) WHERE is_awake AND {_IS_STALE}
         ORDER BY told.due_at, s.user_id LIMIT :most FOR UPDATE OF s SKIP LOCKED
    ), asleep AS (
        SELECT s.user_id FROM told JOIN profile_states s USING (user_id) WHERE NOT is_awake AND {_IS_STALE}
           FOR UPDATE OF s SKIP LOCKED
    ), found AS (
        SELECT user_id, true AS is_awake FROM awake UNION ALL SELECT user_id, false FROM asleep
    )
    UPDATE profile_states s SET due_at = CASE WHEN is_awake THEN s.due_at END,
                                run_id = CASE WHEN is_awake THEN :run END,
                                lease_until = CASE WHEN is_awake THEN now() + :lease END,
                                fence = s.fence + 1, lost = {_LOST}
      FROM found WHERE s.user_id = found.user_id
    RETURNING s.user_id, s.fence, s.lease_until, s.run_id, s.failures, s.lost, s.due_at AS since
    """,  # noqa: S608 - all parts are ours
    began_at=MOMENT,
    looked_at=INT,
    window=SPAN,
    run=BIGINT,
    lease=SPAN,
    most=INT,
)
_GIVE_BACK = statement(
    """
    UPDATE profile_states s SET lease_until = NULL FROM unnest(:people, :fences) AS given (user_id, fence)
     WHERE s.user_id = given.user_id AND s.fence = given.fence
    """,
    people=BIGINTS,
    fences=BIGINTS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresRefreshes:
    engine: AsyncEngine
    freshness: Freshness = field(default_factory=Freshness)
    lease: timedelta = LEASE

    async def claim_asked(self, *, most: int, run: RotationRun | None = None) -> Sequence[Claim]:
        asked = _ASKED if run is None else _ASKED_OF_RUN.bindparams(run=run.id)
        return _claims(await self._rows(asked, {"most": most, "lease": self.lease}))

    async def claim_stale(self, run: RotationRun, *, most: int) -> Sequence[Claim]:
        given = {
            "began_at": run.began_at,
            "looked_at": LOOKED_AT * most,
            "window": self.freshness.window,
            "run": run.id,
            "lease": self.lease,
            "most": most,
        }
        for _ in range(MOST_LOOKS):
            rows = await self._rows(STALE, given)
            claims = _claims([row for row in rows if row.lease_until is not None])
            if claims or not rows:
                return claims
        return []

    async def give_back(self, claims: Sequence[Claim]) -> None:
        given = {"people": [claim.user_id for claim in claims], "fences": [claim.fence for claim in claims]}
        async with acting(self.engine) as connection:
            await connection.execute(_GIVE_BACK, given)

    async def _rows(self, claim: TextClause, given: dict[str, Any]) -> Sequence[Any]:
        async with acting(self.engine) as connection:
            return (await connection.execute(claim, given)).all()


def _claims(rows: Sequence[Any]) -> list[Claim]:
    return [
        Claim(
            user_id=UserId(row.user_id),
            fence=row.fence,
            until=row.lease_until,
            run_id=None if row.run_id is None else RunId(row.run_id),
            failures=row.failures,
            lost=row.lost,
        )
        for row in sorted(rows, key=lambda row: (row.since, row.user_id))
    ]
