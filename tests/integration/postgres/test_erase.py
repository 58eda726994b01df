"""PostgreSQL forgets, and nobody adds a table that does not."""

from sqlalchemy.ext.asyncio import AsyncEngine

from relove_adapters.postgres.personal import RULES
from tests.contracts.privacy import ErasuresContract, ForgettingContract
from tests.integration.postgres.walk import personal_columns


class TestPostgresForgetting(ForgettingContract):
    pass


class TestPostgresErasures(ErasuresContract):
    pass


async def test_every_column_that_holds_a_person_has_a_rule(engine: AsyncEngine) -> None:
    """A new one needs a line in ``relove_adapters/postgres/personal.py``: what becomes of it, and is it in the copy."""
    assert await personal_columns(engine) == frozenset(RULES)
