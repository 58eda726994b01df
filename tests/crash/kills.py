"""Killing a bot at an instant that matters, and proof that it was one.

A phase is made long from outside: the database lets an answer or a claim wait, or Telegram is slow. Then the process is
stopped, looked at from the database at leisure, and killed: for it, it is one instant.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum

import asyncpg  # type: ignore[import-untyped]  # ships no types

from tests.bot_process import Database, Telegram, eventually
from tests.bot_replica import Replica

_GATE = 42
#: An answer is written only while nobody holds the gate.
GATE = f"""
CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    PERFORM pg_advisory_xact_lock_shared({_GATE});
    RETURN NEW;
END $$;
CREATE TRIGGER wait_at_gate BEFORE UPDATE ON user_sessions FOR EACH ROW
    WHEN (NEW.question_count > OLD.question_count) EXECUTE FUNCTION wait_at_gate();
"""


class Phase(StrEnum):
    BEFORE_MODEL = "before the model"
    """The person's words are kept, and nothing of an answer to them."""
    AFTER_COMMIT = "after commit"
    """The answer is kept, and was not sent yet."""
    SENDING = "while sending"


#: The updates that a kill in this phase hits.
_IN_PHASE = {
    Phase.BEFORE_MODEL: """
        SELECT m.update_id FROM session_messages m
          JOIN inbox i ON i.update_id = m.update_id AND i.state = 'pending'
          JOIN lanes l ON l.chat_id = i.chat_id AND l.lane = i.lane AND l.lease_until > now()
         WHERE m.speaker = 'user' AND NOT m.is_answered ORDER BY 1""",
    Phase.AFTER_COMMIT: """
        SELECT CAST(split_part(key, ':', 2) AS bigint) FROM outbox
         WHERE state = 'pending' AND attempts = 0 ORDER BY 1""",
    Phase.SENDING: "SELECT CAST(split_part(key, ':', 2) AS bigint) FROM outbox WHERE state = 'sending' ORDER BY 1",
}
AT_WORK = "SELECT count(*) FROM lanes WHERE lease_until > now() AND pending > 0"
_UNHANDLED = "SELECT update_id FROM inbox WHERE state = 'pending' ORDER BY 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """One that hit work: which updates, in which phase, and how many more were acknowledged but not handled."""

    who: str
    phase: Phase
    hit: Sequence[int]
    unhandled: int

    def line(self) -> str:
        more = f" and {len(self.hit) - 3} more" if len(self.hit) > 3 else ""
        numbers = ", ".join(map(str, self.hit[:3]))
        return f"{self.who} killed {self.phase}: update {numbers}{more}; {self.unhandled} acknowledged and not handled"


@asynccontextmanager
async def long_phase(phase: Phase, database: Database, telegram: Telegram) -> AsyncIterator[None]:
    """Work that comes now stays in this phase until the block ends."""
    if phase is Phase.SENDING:
        await telegram.faults({"kind": "slow", "method": "sendMessage", "seconds": 60})
        try:
            yield
        finally:
            await telegram.faults()
        return
    connection = await asyncpg.connect(database.url)
    try:
        if phase is Phase.BEFORE_MODEL:
            await connection.execute("SELECT pg_advisory_lock($1)", _GATE)
        else:
            await connection.execute("BEGIN; SELECT * FROM budgets FOR UPDATE")
        yield
    finally:
        await connection.close()


async def strike(replica: Replica, phase: Phase, database: Database) -> Kill | None:
    """Kill the replica at an instant of this phase; ``None``, and it lives, if the instant slipped away."""
    in_phase = _IN_PHASE[phase]
    await eventually(lambda: database.rows(in_phase), every_s=0.01)
    if phase is Phase.SENDING:
        await eventually(lambda: _slow_calls(database.telegram))
    replica.sleep()
    hit = [r[0] for r in await database.rows(in_phase)]
    unhandled = await database.rows(_UNHANDLED)
    if not hit:
        replica.wake()
        return None
    replica.kill()
    return Kill(who=replica.name, phase=phase, hit=hit, unhandled=len(unhandled))


async def _slow_calls(telegram: Telegram) -> bool:
    """Whether Telegram has taken a message, and keeps the answer back."""
    calls = await telegram.calls("sendMessage")
    return bool(calls) and calls[-1]["fault"] == "slow"


async def recovered(kill: Kill, database: Database) -> None:
    """Wait until all that the kill hit has been dealt with, so that the next one hits something else."""
    numbers = list(kill.hit)
    inbox = "SELECT 1 FROM inbox WHERE update_id = ANY($1) AND state = 'pending'"
    outbox = "SELECT 1 FROM outbox WHERE split_part(key, ':', 2)::bigint = ANY($1) AND state IN ('pending', 'sending')"
    await eventually(lambda: database.rows(f"{inbox} UNION ALL {outbox}", numbers), lambda open_: not open_)


async def let_time_pass(database: Database) -> None:
    """As if every lease of a process that is gone had run out."""
    await database.rows("UPDATE leases SET until = now()")
    await database.rows("UPDATE lanes SET lease_until = now() WHERE lease_until IS NOT NULL")
    await database.rows("UPDATE outbox_chats SET lease_until = now() WHERE lease_until IS NOT NULL")
