"""Decide about a proposed stage within somebody's transaction: made or refused, it is recorded."""

from dataclasses import replace
from datetime import datetime

from relove_core.ids import UserId
from relove_core.journey.model import Proposal, Refusal, StageRecord
from relove_core.journey.ports import JourneyTx


async def propose(tx: JourneyTx, user_id: UserId, proposal: Proposal, *, at: datetime) -> StageRecord | None:
    """What became of it; ``None``, and no record, where the person is there already.

    While the person's level is above normal nothing moves: what would have been made is recorded as refused.
    """
    safety = await tx.safety.of(user_id)
    record = (await tx.journey.of(user_id)).consider(proposal, at=at)
    if record.refusal is Refusal.SAME_STAGE:
        return None
    if record.is_made and not safety.allows_stage_moves:
        record = replace(record, refusal=Refusal.CRISIS)
    await tx.journey.append(record)
    return record
