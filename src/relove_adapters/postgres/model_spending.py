"""What models cost by day, for each person and for all, and what is held back for calls under way."""

from datetime import date

from sqlalchemy import Date
from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.llm.spending import Cap, Caps, NobodyThere
from relove_adapters.postgres.engine import acting
from relove_adapters.postgres.sql import BIGINT, INT, statement
from relove_core.ids import UserId

#: The person's row first, then that of all: whoever writes both goes in this order. The sum of all is looked at twice:
#: before, as it stands for this statement, and under its lock, as those before have left it.
_HOLD = statement(
    """
    WITH person AS (
        SELECT id FROM users WHERE id = :person FOR KEY SHARE
    ), everybody AS (
        SELECT coalesce(sum(micro_usd), 0) + :amount > :cap_of_all AS is_spent
          FROM model_spending WHERE day = :day AND user_id IS NULL
    ), mine AS (
        INSERT INTO model_spending AS s (day, user_id, calls, micro_usd)
        SELECT :day, person.id, 1, :amount FROM person, everybody
         WHERE NOT is_spent AND :amount <= :cap_of_person AND :cap_of_calls > 0
        ON CONFLICT (day, user_id) DO UPDATE SET calls = s.calls + 1, micro_usd = s.micro_usd + :amount
         WHERE s.calls < :cap_of_calls AND s.micro_usd + :amount <= :cap_of_person
        RETURNING 1
    ), total AS (
        INSERT INTO model_spending AS s (day, user_id, calls, micro_usd)
        SELECT :day, NULL, 1, :amount FROM mine
        ON CONFLICT (day, user_id) DO UPDATE SET calls = s.calls + 1, micro_usd = s.micro_usd + :amount
         WHERE s.micro_usd + :amount <= :cap_of_all
        RETURNING 1
    )
    SELECT EXISTS (SELECT FROM mine) AS is_mine, EXISTS (SELECT FROM total) AS is_held,
           EXISTS (SELECT FROM person) AS is_there, is_spent
      FROM everybody
    """,
    person=BIGINT,
    day=Date(),
    amount=BIGINT,
    cap_of_all=BIGINT,
    cap_of_person=BIGINT,
    cap_of_calls=INT,
)
#: Asked after a refusal: within the same statement, a page that somebody else has just begun would not be seen.
_IS_TALKED_OUT = statement(
    """
    SELECT coalesce(max(calls), 0) >= :cap_of_calls FROM model_spending WHERE day = :day AND user_id = :person
    """,
    person=BIGINT,
    day=Date(),
    cap_of_calls=INT,
)
_UNDO = statement(
    """
    UPDATE model_spending SET calls = calls - 1, micro_usd = micro_usd - :amount WHERE day = :day AND user_id = :person
    """,
    person=BIGINT,
    day=Date(),
    amount=BIGINT,
)
_GIVE_BACK = statement(
    """
    WITH mine AS (
        UPDATE model_spending SET micro_usd = micro_usd - :amount WHERE day = :day AND user_id = :person RETURNING 1
    )
    UPDATE model_spending SET micro_usd = micro_usd - :amount
     WHERE day = :day AND user_id IS NULL AND (SELECT count(*) FROM mine) >= 0
    """,
    person=BIGINT,
    day=Date(),
    amount=BIGINT,
)
#: Once a day: for the alert that tells the team.
_NOTE_CAP = statement(
    """
    INSERT INTO model_spending AS s (day, user_id, capped_at) VALUES (:day, NULL, now())
    ON CONFLICT (day, user_id) DO UPDATE SET capped_at = now() WHERE s.capped_at IS NULL
    """,
    day=Date(),
)


class PostgresLedger:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def hold(self, person: UserId, day: date, amount: int, caps: Caps) -> Cap | None:
        given = {
            "person": person,
            "day": day,
            "amount": amount,
            "cap_of_all": caps.everybody,
            "cap_of_person": caps.person,
            "cap_of_calls": caps.calls,
        }
        async with acting(self._engine) as connection:
            row = (await connection.execute(_HOLD, given)).one()
            if row.is_held:
                return None
            if not row.is_there:
                raise NobodyThere("the person is gone")
            if row.is_mine:
                await connection.execute(_UNDO, {"person": person, "day": day, "amount": amount})
            if row.is_mine or row.is_spent:
                await connection.execute(_NOTE_CAP, {"day": day})
                return Cap.EVERYBODY
            asked = {"person": person, "day": day, "cap_of_calls": caps.calls}
            return Cap.CALLS if await connection.scalar(_IS_TALKED_OUT, asked) else Cap.PERSON

    async def give_back(self, person: UserId, day: date, amount: int) -> None:
        async with acting(self._engine) as connection:
            await connection.execute(_GIVE_BACK, {"person": person, "day": day, "amount": amount})
