"""What active sessions in memory would save of a turn.

One side hears as the bot does: one statement keeps the words and returns the session with its newest remarks. The other
is handed the session from memory, and keeps the words by the same statement without the reading; it checks what would
have to be checked (version, length, digest), because pauses, edits and looks at the stage come from other processes.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from statistics import median

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks.people import acquaint, update_of
from benchmarks.report import Figure
from benchmarks.stage import Stage, stage
from benchmarks.turns import FAST, Numbers
from relove_adapters.postgres.engine import changing, make_engine
from relove_adapters.postgres.session_rows import remark_rows
from relove_adapters.postgres.sessions import _REMARKS, PostgresSessions
from relove_adapters.postgres.sql import BIGINT, INT, MOMENT, TEXT, as_json, statement
from relove_core.ids import UserId
from relove_core.llm import Speaker
from relove_core.sessions.model import Remark, Session
from relove_core.testing.builders import a_session, a_turn

CHATS, ROUNDS, AT_ONCE = 100, 10, 8
LENGTHS = (12, 60)
"""Remarks of a session of a few minutes, and of one that fills what a turn reads."""
MOST_SHARE = 0.1
"""Of a turn: less is not worth a second truth about what somebody has said."""
SAID = "Я снова всем помогаю, и мне страшно, что без меня всё развалится"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)

_HEAR_ALONE = statement(
    f"""
    WITH s AS (
        SELECT id, length FROM user_sessions
         WHERE user_id = :user_id AND is_active AND (version, length, digested_length) = (:version, :length, :digested)
           FOR UPDATE
    ), fresh AS (
        SELECT r.*, s.id AS session_id, s.length + row_number() OVER (ORDER BY r.place) - 1 AS position
          FROM s, {_REMARKS}
         WHERE NOT EXISTS (
            SELECT FROM session_messages m
             WHERE m.session_id = s.id AND m.update_id = r.update_id AND m.part = r.part)
    ), heard AS (
        INSERT INTO session_messages (session_id, position, user_id, speaker, text, said_at, update_id, part,
                                      telegram_message_id, quick_replies)
        SELECT session_id, position, :user_id, speaker, text, said_at, update_id, part, telegram_message_id,
               quick_replies
          FROM fresh ORDER BY position
        RETURNING position
    ), grown AS (
        UPDATE user_sessions u SET length = s.length + (SELECT count(*) FROM fresh), updated_at = :at
          FROM s WHERE u.id = s.id
    )
    SELECT (SELECT count(*) FROM heard) FROM s
    """,
    user_id=BIGINT,
    remarks=TEXT,
    version=INT,
    length=INT,
    digested=INT,
    at=MOMENT,
)
#: Looked at far beyond their end: the bot of the other measurement leaves them alone.
_FILL = text(
    """
    WITH s AS (
        UPDATE user_sessions SET length = :length, analysed_length = 1000000 WHERE id = :id RETURNING id, user_id
    )
    INSERT INTO session_messages (session_id, position, user_id, speaker, text, said_at, update_id, is_answered)
    SELECT s.id, n, s.user_id, CASE n % 2 WHEN 0 THEN 'assistant' ELSE 'user' END, :said, now(), -n, true
      FROM s, generate_series(1, :length - 1) n
    """
)


@dataclass(kw_only=True)
class Talks:
    """Sessions of many people, heard and answered in turn; only the hearing is timed."""

    engine: AsyncEngine
    people: range
    update: int = 0
    held: dict[UserId, Session] = field(default_factory=dict)

    async def open(self, length: int) -> None:
        for person in map(UserId, self.people):
            async with changing(self.engine) as connection:
                opened = await PostgresSessions(connection).open(a_session(person))
                given = {"id": opened.id, "length": length, "said": SAID}
                await connection.execute(_FILL, given)
            await self._hold(person)

    async def read(self, person: UserId, remark: Remark) -> Session:
        """As it is."""
        async with changing(self.engine) as connection:
            session = await PostgresSessions(connection).hear(person, [remark], at=NOW)
        if session is None:
            raise RuntimeError("there is no session")
        return session

    async def remembered(self, person: UserId, remark: Remark) -> Session:
        """As it would be."""
        held = self.held[person]
        given = {"version": held.version, "length": held.length, "digested": held.digested_length}
        remarks = as_json(remark_rows([remark]))
        async with changing(self.engine) as connection:
            heard = await connection.scalar(_HEAR_ALONE, {**given, "user_id": person, "remarks": remarks, "at": NOW})
        if heard != 1:
            raise RuntimeError("what is remembered is not what there is")
        placed = replace(remark, position=held.length)
        return replace(held, history=(*held.history, placed), length=held.length + 1)

    async def round(self, hear: Callable[[UserId, Remark], Awaitable[Session]]) -> float:
        """Everybody says something; seconds of one hearing. Then everybody is answered."""
        heard: list[Session] = []
        self.update += 1
        remark = Remark(speaker=Speaker.PERSON, text=SAID, said_at=NOW, update_id=self.update)

        async def one(person: UserId) -> None:
            heard.append(await hear(person, remark))

        begun = time.perf_counter()
        await self._all(one)
        took = time.perf_counter() - begun
        answers = {session.user_id: session.answer(a_turn(SAID), placeholders={}, at=NOW) for session in heard}

        async def answer(person: UserId) -> None:
            async with changing(self.engine) as connection:
                await PostgresSessions(connection).save(answers[person])
            await self._hold(person)

        await self._all(answer)
        return took / len(self.people)

    async def _hold(self, person: UserId) -> None:
        async with changing(self.engine) as connection:
            session = await PostgresSessions(connection).active_of(person)
        if session is None:
            raise RuntimeError("there is no session")
        self.held[person] = session

    async def _all(self, act: Callable[[UserId], Awaitable[None]]) -> None:
        waiting = iter(map(UserId, self.people))

        async def work() -> None:
            for person in waiting:
                await act(person)

        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(work())


async def measure() -> list[Figure]:
    figures: list[Figure] = []
    async with stage("--no-limits") as playground:
        people = range(10_000, 10_000 + CHATS * (len(LENGTHS) + 1))
        await playground.people(list(people))
        await acquaint(playground, people)
        await playground.bot(**FAST)
        numbers, talking = Numbers(), people[:CHATS]
        await _turn(playground, numbers, talking, "/natasha")
        engine = make_engine(playground.database_url)
        for at, length in enumerate(LENGTHS, start=1):
            talks = Talks(engine=engine, people=people[at * CHATS : (at + 1) * CHATS])
            await talks.open(length)
            figures += await _compared(playground, numbers, talking, talks, length)
        await engine.dispose()
    return figures


async def _compared(
    playground: Stage, numbers: Numbers, talking: range, talks: Talks, length: int
) -> tuple[Figure, Figure]:
    rounds = []
    for _ in range(ROUNDS):
        turn = await _turn(playground, numbers, talking, SAID)
        rounds.append((await talks.round(talks.read), await talks.round(talks.remembered), turn))
    ratio = median(remembered / read for read, remembered, _ in rounds)
    share = median((read - remembered) / turn for read, remembered, turn in rounds)
    read_ms, remembered_ms, turn_ms = (1000 * median(column) for column in zip(*rounds, strict=True))
    return (
        Figure(
            name=f"hearing with the session in memory / as it is, {length} remarks",
            value=ratio,
            bound="told",
            is_met=True,
            remark=f"{remembered_ms:.2f} ms beside {read_ms:.2f} ms, {AT_ONCE} at once",
        ),
        Figure(
            name=f"share of a turn that it would save, {length} remarks",
            value=share,
            bound=f"≤ {MOST_SHARE}",
            is_met=share <= MOST_SHARE,
            remark=f"of {turn_ms:.1f} ms with a coach that needs none; a model needs seconds",
        ),
    )


async def _turn(playground: Stage, numbers: Numbers, talking: range, said: str) -> float:
    """One text of everybody's, until everybody has an answer; seconds of one turn."""
    before = await playground.sends()
    after = before[-1]["number"] if before else 0
    updates = [update_of(numbers.next(), chat, said) for chat in talking]
    begun = time.perf_counter()
    await playground.post("/sandbox/updates", updates)
    while len(await playground.sends(after=after)) < len(talking):  # noqa: ASYNC110 - another process answers
        await asyncio.sleep(0.01)
    return (time.perf_counter() - begun) / len(talking)
