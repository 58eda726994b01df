"""A process that moves one person at random, as fast as it can: ``python -m tests.integration.postgres.walker``."""

import asyncio
import random
import sys
from datetime import UTC, datetime

from relove_adapters.postgres.opening import opened_engine
from relove_adapters.postgres.transactions import PostgresTransactions
from relove_core.ids import UserId
from relove_core.journey.model import Author, Proposal, Stage
from relove_core.journey.propose import propose

AT_ONCE = 4


async def walk(url: str, user_id: UserId, seed: int, steps: int) -> None:
    chance = random.Random(seed)
    async with opened_engine(url, pool_size=AT_ONCE) as engine, asyncio.TaskGroup() as group:
        begin = PostgresTransactions(engine).begin

        async def some() -> None:
            for _ in range(steps // AT_ONCE):
                stage, confidence = chance.choice(list(Stage)), chance.random()
                now = datetime.now(UTC)
                async with begin() as tx:
                    if chance.random() < 0.02:
                        await tx.journey.append((await tx.journey.of(user_id)).place(stage, reason="карта", at=now))
                        continue
                    proposal = Proposal(
                        stage=stage, confidence=confidence, reason="так", quote=None, author=Author.MODEL
                    )
                    await propose(tx, user_id, proposal, at=now)

        for _ in range(AT_ONCE):
            group.create_task(some())


if __name__ == "__main__":
    asyncio.run(walk(sys.argv[1], UserId(int(sys.argv[2])), int(sys.argv[3]), int(sys.argv[4])))
