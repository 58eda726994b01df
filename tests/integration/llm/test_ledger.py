"""The caps, held by PostgreSQL against everybody who asks at the same moment."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.llm.spending import Cap, Caps, NobodyThere
from relove_adapters.postgres.model_spending import PostgresLedger
from relove_adapters.postgres.opening import opened_engine
from relove_core.ids import UserId

TODAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 24)
AMOUNT = 100
PEOPLE = tuple(UserId(n) for n in range(1, 21))
RICH = Caps(everybody=10**9, person=10**9, calls=10**6)


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    async with opened_engine(database_url, pool_size=20) as engine:
        async with engine.begin() as connection:
            await connection.execute(text("INSERT INTO users (id) SELECT generate_series(1, 20)"))
        yield engine


@pytest.fixture
def ledger(engine: AsyncEngine) -> PostgresLedger:
    return PostgresLedger(engine)


async def all_at_once(ledger: PostgresLedger, people: Sequence[UserId], caps: Caps) -> "Counter[Cap | None]":
    return Counter(await asyncio.gather(*(ledger.hold(person, TODAY, AMOUNT, caps) for person in people)))


async def books(engine: AsyncEngine) -> dict[Any, tuple[int, int]]:
    async with engine.connect() as connection:
        rows = await connection.execute(text("SELECT user_id, calls, micro_usd FROM model_spending"))
        return {row.user_id: (row.calls, row.micro_usd) for row in rows}


async def test_one_person_cannot_spend_the_same_money_twice(ledger: PostgresLedger, engine: AsyncEngine) -> None:
    caps = Caps(everybody=10**9, person=3 * AMOUNT, calls=10**6)

    assert await all_at_once(ledger, [PEOPLE[0]] * 20, caps) == {None: 3, Cap.PERSON: 17}
    assert await books(engine) == {PEOPLE[0]: (3, 3 * AMOUNT), None: (3, 3 * AMOUNT)}


async def test_one_person_cannot_ask_more_than_so_often(ledger: PostgresLedger) -> None:
    caps = Caps(everybody=10**9, person=10**9, calls=3)

    assert await all_at_once(ledger, [PEOPLE[0]] * 20, caps) == {None: 3, Cap.CALLS: 17}


async def test_all_together_cannot_either_and_who_is_refused_has_spent_nothing(
    ledger: PostgresLedger, engine: AsyncEngine
) -> None:
    caps = Caps(everybody=3 * AMOUNT, person=10**9, calls=10**6)

    assert await all_at_once(ledger, PEOPLE, caps) == {None: 3, Cap.EVERYBODY: 17}
    found = await books(engine)
    assert found.pop(None) == (3, 3 * AMOUNT)
    assert Counter(found.values())[1, AMOUNT] == 3
    assert set(found.values()) <= {(1, AMOUNT), (0, 0)}


async def test_what_is_given_back_can_be_held_again(ledger: PostgresLedger) -> None:
    caps = Caps(everybody=AMOUNT, person=AMOUNT, calls=10)
    await ledger.hold(PEOPLE[0], TODAY, AMOUNT, caps)
    assert await ledger.hold(PEOPLE[0], TODAY, AMOUNT, caps) is not None

    await ledger.give_back(PEOPLE[0], TODAY, AMOUNT)

    assert await ledger.hold(PEOPLE[0], TODAY, AMOUNT, caps) is None


async def test_a_new_day_is_a_new_page(ledger: PostgresLedger) -> None:
    caps = Caps(everybody=AMOUNT, person=AMOUNT, calls=1)
    await ledger.hold(PEOPLE[0], TODAY, AMOUNT, caps)

    assert await ledger.hold(PEOPLE[0], TOMORROW, AMOUNT, caps) is None


@pytest.mark.parametrize(
    ("caps", "reached"),
    [
        (Caps(everybody=0, person=10**9, calls=10), Cap.EVERYBODY),
        (Caps(everybody=10**9, person=0, calls=10), Cap.PERSON),
        (Caps(everybody=10**9, person=10**9, calls=0), Cap.CALLS),
    ],
)
async def test_nothing_is_a_cap_too(ledger: PostgresLedger, caps: Caps, reached: Cap) -> None:
    assert await ledger.hold(PEOPLE[0], TODAY, AMOUNT, caps) is reached


async def test_for_who_is_gone_nothing_is_held(ledger: PostgresLedger, engine: AsyncEngine) -> None:
    with pytest.raises(NobodyThere):
        await ledger.hold(UserId(404), TODAY, AMOUNT, RICH)

    assert await books(engine) == {}


async def test_many_who_hold_and_give_back_never_wait_for_each_other_in_a_circle(
    ledger: PostgresLedger, engine: AsyncEngine
) -> None:
    async def asks(person: UserId) -> None:
        for _ in range(10):
            await ledger.hold(person, TODAY, AMOUNT, RICH)
            await ledger.give_back(person, TODAY, AMOUNT)

    await asyncio.gather(*(asks(person) for person in PEOPLE * 2))

    found = await books(engine)
    assert found.pop(None) == (400, 0)
    assert set(found.values()) == {(20, 0)}
