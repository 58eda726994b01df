"""kill -9 around the transaction of a crisis: whoever was heard is held, answered, and known to the team."""

import random
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from itertools import cycle
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]  # ships no types
import pytest

from relove_adapters.texts.fluent import FluentTexts
from relove_core.markup import as_plain
from relove_core.safety.answers import SafetyAnswers
from relove_core.safety.contacts import Contacts
from relove_core.safety.levels import CrisisLevel
from relove_core.texts import Voice
from tests.bot_process import MIKHAIL, Chat, Database, Telegram, eventually, message_update
from tests.bot_replica import Replica, replica
from tests.crash import kills
from tests.crash.conftest import TIMING, Scale

DESPAIR = "Я не хочу жить"
ANSWER = as_plain(
    SafetyAnswers(texts=FluentTexts(), contacts=Contacts()).to_signal(CrisisLevel.CRISIS, Voice("ru", "female"))
)
ALERT = "🚨 Кризис"
FIRST = 310_001
AT_ONCE = 3
"""People whom one kill hits."""


class Phase(StrEnum):
    BEFORE_FLAG = "before the flag"
    BETWEEN = "between flag and alert"
    COMMITTING = "while committing"
    """The bot has asked for it and never hears that it was done."""
    AFTER_COMMIT = "after commit"
    SENDING = "while sending"


#: Where the transaction waits while somebody holds the gate of this number.
GATES = {Phase.BEFORE_FLAG: 51, Phase.BETWEEN: 52, Phase.COMMITTING: 53}
WAIT_AT_GATES = f"""
CREATE FUNCTION wait_at() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    PERFORM pg_advisory_xact_lock_shared(TG_ARGV[0]::bigint);
    RETURN NEW;
END $$;
CREATE TRIGGER wait_before_flag BEFORE UPDATE ON safety_states FOR EACH ROW
    WHEN (NEW.level <> OLD.level) EXECUTE FUNCTION wait_at({GATES[Phase.BEFORE_FLAG]});
CREATE TRIGGER wait_before_alert BEFORE INSERT ON alerts FOR EACH ROW
    EXECUTE FUNCTION wait_at({GATES[Phase.BETWEEN]});
CREATE CONSTRAINT TRIGGER wait_at_commit AFTER INSERT ON alerts DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION wait_at({GATES[Phase.COMMITTING]});
"""
AT_GATE = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND NOT granted"
UNSENT = "SELECT id FROM outbox WHERE state = 'pending' AND attempts = 0"
SENDING = "SELECT id FROM outbox WHERE state = 'sending'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    bot: Replica
    database: Database
    telegram: Telegram

    async def hit(self, phase: Phase) -> int:
        """How much of the work is in this phase now."""
        if phase in GATES:
            return len(await self.database.rows(AT_GATE, GATES[phase]))
        if phase is Phase.SENDING and not await self._is_slow():
            return 0
        return len(await self.database.rows(SENDING if phase is Phase.SENDING else UNSENT))

    async def _is_slow(self) -> bool:
        calls = await self.telegram.calls("sendMessage")
        return bool(calls) and calls[-1]["fault"] == "slow"

    async def kill_in(self, phase: Phase, people: Sequence[int]) -> int:
        """How much was hit: the bot was stopped in the phase, looked at, and killed."""
        async with self._long(phase):
            await self.telegram.inject([message_update(p, DESPAIR, message_id=1, update_id=p) for p in people])
            hit = 0
            while not hit:
                await eventually(lambda: self.hit(phase), every_s=0.01)
                self.bot.sleep()
                hit = await self.hit(phase)
                if not hit:
                    self.bot.wake()
            self.bot.kill()
        return hit

    @asynccontextmanager
    async def _long(self, phase: Phase) -> AsyncIterator[None]:
        if phase in GATES:
            connection = await asyncpg.connect(self.database.url)
            try:
                await connection.execute("SELECT pg_advisory_lock($1)", GATES[phase])
                yield
            finally:
                await connection.close()
            return
        known = kills.Phase.SENDING if phase is Phase.SENDING else kills.Phase.AFTER_COMMIT
        async with kills.long_phase(known, self.database, self.telegram):
            yield


@pytest.mark.timeout(1200)
async def test_whoever_was_heard_is_held_answered_and_told_of_whenever_the_bot_is_killed(
    tmp_path: Path, telegram: Telegram, database: Database, scale: Scale, chance: random.Random
) -> None:
    count = 20 if scale.is_full else 2
    phases = cycle(chance.sample(list(Phase), len(Phase)))
    people = range(FIRST, FIRST + count * AT_ONCE)
    known = [{"id": person, "first_name": f"Человек {person}", "is_started": True} for person in people]
    await telegram.post("/sandbox/people", {"people": known})
    await database.acquaint(*people)
    await database.execute(WAIT_AT_GATES)
    struck: Counter[Phase] = Counter()

    async with replica(tmp_path, telegram, database.url, **TIMING, admin_ids=str(MIKHAIL)) as bot:
        await Chat(telegram=telegram, person=MIKHAIL).ask("/help")
        await telegram.inject([message_update(p, "/natasha", message_id=0, update_id=p - FIRST + 1) for p in people])
        await database.settled()
        scene = Scene(bot=bot, database=database, telegram=telegram)
        for number in range(count):
            phase = next(phases)
            hit = await scene.kill_in(phase, people[number * AT_ONCE : (number + 1) * AT_ONCE])
            struck[phase] += 1
            print(f"  kill {number + 1} {phase}: {hit} hit", flush=True)  # noqa: T201 - for whoever watches
            if not scale.is_full:
                await kills.let_time_pass(database)
            await bot.start()
        await database.settled(within_s=300)

    lost = [complaint for person in people for complaint in await _complaints(person, database, telegram)]
    rows = [f"{phase:<24} {times:>3} kills" for phase, times in struck.items()]
    rows.append(f"{count} kills, {len(people)} people flagged: {len(lost)} complaints")
    print("\n".join(rows))  # noqa: T201 - the result
    assert lost == []


async def _complaints(person: int, database: Database, telegram: Telegram) -> list[str]:
    """Whatever is not as it must be about one person."""
    counts = {
        "safety state": "SELECT count(*) FROM safety_states WHERE user_id = $1 AND level = 'crisis'",
        "signal": "SELECT count(*) FROM safety_signals WHERE user_id = $1",
        "open alert": "SELECT count(*) FROM alerts WHERE user_id = $1 AND acknowledged_at IS NULL",
        "session in support": "SELECT count(*) FROM user_sessions WHERE user_id = $1 AND state = 'support'",
        "kept remark": "SELECT count(*) FROM session_messages WHERE user_id = $1 AND speaker = 'user' AND is_answered",
        "update done": "SELECT count(*) FROM inbox WHERE update_id = $1 AND state = 'done'",
    }
    found = {name: await database.value(sql, person) for name, sql in counts.items()}
    complaints = [f"{person}: {number} × {name}" for name, number in found.items() if number != 1]
    question, *after = [one.text for one in await telegram.shown(person)]
    if not after or not all(text == ANSWER.strip() for text in after):
        complaints.append(f"{person} saw {after} after {question!r}")
    alerts = [one.text for one in await telegram.shown(MIKHAIL) if one.text.startswith(ALERT)]
    if not any(str(person) in text for text in alerts):
        complaints.append(f"{person}: nobody of the team was told")
    return complaints
