"""A process that asks models as a bot does: one dialogue after the other, and many at once while a flag is up.

The flag ``bulk`` stands for analyses, ``rush`` for dialogues. Each answer of the one dialogue is told in a line:
which flag was up, and how many seconds it took.
"""

import asyncio
import itertools
import sys
import time
from contextlib import suppress
from pathlib import Path

from relove_adapters.clock import SystemClock
from relove_adapters.llm.opening import Models, opened_models
from relove_adapters.llm.settings import ModelSettings
from relove_adapters.postgres.opening import opened_engine
from relove_adapters.prompts.files import FilePrompts
from relove_adapters.settings import load
from relove_core.errors import Unavailable
from relove_core.ids import UserId
from relove_core.journey.analysis import StageProposal
from relove_core.llm import Purpose, Speaker, Utterance
from relove_core.redaction import RedactedText
from relove_core.sessions.coach import CoachTurn
from relove_core.testing.builders import a_prompt

AT_ONCE = 8
PAUSE_S = 0.4


class Asker:
    def __init__(self, models: Models, person: UserId, flags: Path) -> None:
        self._models = models
        self._person = person
        self._bulk = flags / "bulk"
        self._rush = flags / "rush"
        self._numbers = itertools.count()

    async def talk(self) -> None:
        await self._models.llm.complete(a_prompt(dialogue=self._said(), person=self._person), CoachTurn)
        while True:
            phase = self._phase()
            begun = time.perf_counter()
            answer = await self._models.llm.complete(a_prompt(dialogue=self._said(), person=self._person), CoachTurn)
            took_s = time.perf_counter() - begun
            sys.stdout.write(f"{answer.usage.model} {phase} {took_s:.4f}\n")
            sys.stdout.flush()
            await asyncio.sleep(PAUSE_S)

    async def analyse(self) -> None:
        while True:
            await _raised(self._bulk)
            prompt = a_prompt(Purpose.STAGE_ANALYSIS, dialogue=self._said(), person=self._person)
            with suppress(Unavailable):
                await self._models.llm.complete(prompt, StageProposal)

    async def rush(self) -> None:
        while True:
            await _raised(self._rush)
            await self._models.llm.complete(a_prompt(dialogue=self._said(), person=self._person), CoachTurn)

    def _phase(self) -> str:
        return next((flag.name for flag in (self._bulk, self._rush) if flag.exists()), "idle")

    def _said(self) -> tuple[Utterance, ...]:
        """Never the same twice: nothing is answered from the shelf."""
        text = f"Я снова всем помогаю, и мне страшно {next(self._numbers)}"
        return (Utterance(speaker=Speaker.PERSON, text=RedactedText(text)),)


async def _raised(flag: Path) -> None:
    while not await asyncio.to_thread(flag.exists):  # noqa: ASYNC110 - of another process
        await asyncio.sleep(0.1)


async def ask(person: UserId, flags: Path) -> None:
    settings = load(ModelSettings)
    async with (
        opened_engine(settings.database_url, pool_size=settings.database_pool) as engine,
        opened_models(settings, engine=engine, prompts=FilePrompts.packaged(), clock=SystemClock()) as models,
        asyncio.TaskGroup() as group,
    ):
        asker = Asker(models, person, flags)
        group.create_task(asker.talk())
        for _ in range(AT_ONCE):
            group.create_task(asker.analyse())
            group.create_task(asker.rush())


if __name__ == "__main__":
    asyncio.run(ask(UserId(int(sys.argv[1])), Path(sys.argv[2])))
