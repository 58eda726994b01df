"""What became of everything that was written: in the database, and before people's eyes."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.bot_process import Database, Shown, Telegram
from tests.crash.load import Plan, Planned

#: Notes every step of a person's counter, so that a double count shows though the counter begins anew each minute.
AUDIT = """
CREATE TABLE audit_rates (user_id bigint, counted int);
CREATE FUNCTION audit_rate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO audit_rates VALUES (NEW.user_id, NEW.messages - CASE
        WHEN TG_OP = 'UPDATE' AND OLD.minute = NEW.minute THEN OLD.messages ELSE 0 END);
    RETURN NULL;
END $$;
CREATE TRIGGER audit_rate AFTER INSERT OR UPDATE ON user_rates FOR EACH ROW EXECUTE FUNCTION audit_rate();
"""


@dataclass(slots=True)
class Verdict:
    """Complaints by kind; ``copies`` are what people saw twice, which a cut send explains."""

    updates: int
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    disordered: list[str] = field(default_factory=list)
    copies: int = 0
    merged: int = 0

    def require_clean(self, *, most_copies: int) -> None:
        assert self.lost == []
        assert self.doubled == []
        assert self.disordered == []
        assert self.copies <= most_copies

    def line(self) -> str:
        return (
            f"{self.updates} updates: {len(self.lost)} lost, {len(self.doubled)} doubled, "
            f"{len(self.disordered)} out of order, {self.merged} answered together with another, {self.copies} copies"
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the database and the log know, read once."""

    inbox: dict[int, str]
    remarks: dict[int, list[Any]]
    activity: Counter[int]
    counted: Counter[int]
    outbox: dict[int, list[Any]]
    shown: dict[int, list[Shown]]


async def facts_of(database: Database, telegram: Telegram) -> Facts:
    remarks, shown, outbox = defaultdict(list), defaultdict(list), defaultdict(list)
    for row in await database.rows("SELECT * FROM session_messages ORDER BY session_id, position"):
        remarks[row["user_id"]].append(row)
    for row in await database.rows("SELECT * FROM outbox ORDER BY id"):
        outbox[int(row["key"].split(":")[1])].append(row)
    for one in await telegram.shown():
        shown[one.chat_id].append(one)
    logged = await database.rows("SELECT CAST(details ->> 'message_id' AS bigint) FROM user_activity_logs")
    counted = await database.rows("SELECT user_id, sum(counted) FROM audit_rates GROUP BY user_id")
    return Facts(
        inbox={r[0]: r[1] for r in await database.rows("SELECT update_id, state FROM inbox")},
        remarks=remarks,
        activity=Counter(r[0] for r in logged),
        counted=Counter({r[0]: int(r[1]) for r in counted}),
        outbox=outbox,
        shown=shown,
    )


async def judge(plan: Plan, database: Database, telegram: Telegram) -> Verdict:
    facts = await facts_of(database, telegram)
    verdict = Verdict(updates=len(plan.all))
    for update in plan.all:
        _judge_update(verdict, facts, update)
    for chat, updates in plan.by_chat().items():
        _judge_chat(verdict, facts, chat, updates)
    strangers = set(facts.inbox) - {u.update_id for u in plan.all}
    verdict.doubled += [f"update {number} was never sent" for number in strangers]
    return verdict


def _judge_update(verdict: Verdict, facts: Facts, update: Planned) -> None:
    number = update.update_id
    if facts.inbox.get(number) != "done":
        verdict.lost.append(f"update {number} is {facts.inbox.get(number)}")
    if facts.activity[update.message_id] != 1:
        found = facts.activity[update.message_id]
        (verdict.doubled if found else verdict.lost).append(f"activity of update {number}: {found}")
    answers = facts.outbox.get(number, [])
    unsent = [row["state"] for row in answers if row["state"] != "sent"]
    if unsent:
        verdict.lost.append(f"answers to update {number} are {unsent}")
    if len(answers) > 1:
        verdict.doubled.append(f"update {number} has {len(answers)} answers")
    if not answers and not update.is_speech:
        verdict.lost.append(f"update {number} has no answer")


def _judge_chat(verdict: Verdict, facts: Facts, chat: int, updates: Sequence[Planned]) -> None:
    speech = [u for u in updates if u.is_speech]
    said = [r for r in facts.remarks[chat] if r["speaker"] == "user"]
    spoken = [r for r in facts.remarks[chat] if r["speaker"] == "assistant"]
    heard = [r["update_id"] for r in said]
    meant = [u.update_id for u in speech]
    verdict.lost += [f"words of update {n}" for n in set(meant) - set(heard)]
    verdict.doubled += [f"words of update {n}" for n, times in Counter(heard).items() if times > 1]
    verdict.lost += [f"answer to update {r['update_id']}" for r in said if not r["is_answered"]]
    if heard != sorted(heard):
        verdict.disordered.append(f"chat {chat} was heard as {heard}")
    if facts.counted[chat] != len(updates):
        verdict.doubled.append(f"chat {chat} counts {facts.counted[chat]} of {len(updates)}")
    rows = sorted((r for u in updates for r in facts.outbox.get(u.update_id, ())), key=lambda r: r["id"])
    answers = [r for r in rows if int(r["key"].split(":")[1]) in {u.update_id for u in [updates[0], *speech]}]
    if len(answers) != len(spoken):
        verdict.doubled.append(f"chat {chat}: the coach spoke {len(spoken)} times, {len(answers)} messages left")
    verdict.merged += len(speech) - (len(spoken) - 1)
    numbers = [r["telegram_message_id"] for r in rows]
    if numbers != sorted(numbers, key=lambda n: n or 0):
        verdict.disordered.append(f"chat {chat} was sent {numbers}")
    _judge_sight(verdict, chat, facts.shown[chat], [r["text"].strip() for r in spoken], rows=len(rows))


def _judge_sight(verdict: Verdict, chat: int, shown: Sequence[Shown], spoken: Sequence[str], *, rows: int) -> None:
    """What the coach said comes before the person's eyes in this order; only the last one may come again."""
    place = 0
    for one in (s for s in shown if not s.text.startswith("Что я умею")):
        text = one.text.strip()
        if place < len(spoken) and text == spoken[place]:
            place += 1
        elif place == 0 or text != spoken[place - 1]:
            verdict.disordered.append(f"chat {chat} saw {text[:60]!r} where {spoken[place : place + 1]} was due")
    if place < len(spoken):
        verdict.lost.append(f"chat {chat} never saw {len(spoken) - place} answers")
    verdict.copies += len(shown) - rows
