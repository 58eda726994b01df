"""The bot leans on a portrait while its person is there, and remembers nothing of it when they are gone."""

from collections.abc import AsyncIterator
from typing import TypeVar

import pytest
from pydantic import BaseModel

from apps.bot.container import BotContainer
from apps.bot.main import BotProcess
from relove_adapters import metrics
from relove_core.ids import UserId, VersionId
from relove_core.llm import Completed, Prompt
from relove_core.prompts import Label
from tests.bot_process import ANNA, VERA, Chat, Database, Telegram, bot_running, composed, settings_for
from tests.integration.bot.coaches import EchoCoach
from tests.integration.bot.portraits import hung
from tests.integration.bot.test_erase import CANARY, forgets, is_gone

T = TypeVar("T", bound=BaseModel)


class LeaningCoach(EchoCoach):
    """Remembers the portraits that it was shown, turn by turn."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[tuple[str, ...]] = []

    async def complete(self, prompt: Prompt, schema: type[T]) -> Completed[T]:
        self.shown.append(tuple(prompt.notes.get(Label.PORTRAIT, ())))
        return await super().complete(prompt, schema)


@pytest.fixture
def coach() -> LeaningCoach:
    return LeaningCoach()


@pytest.fixture
async def bot(telegram: Telegram, database: Database, coach: LeaningCoach) -> AsyncIterator[BotContainer]:
    async with composed(settings_for(telegram, database.url), llm=coach) as container, bot_running(container):
        yield container


def remembered(bot: BotContainer) -> str:
    """Everything that this process remembers of portraits."""
    return repr(vars(bot.portraits()))


async def test_a_turn_leans_on_the_version_that_holds(
    bot: BotContainer, database: Database, anna: Chat, coach: LeaningCoach
) -> None:
    await anna.acquainted()
    await anna.ask("Раз")
    await hung(database, ANNA, "Держит всех.")
    await anna.ask("Два")
    await anna.ask("Три")
    await hung(database, ANNA, "Начала просить.")
    await anna.ask("Четыре")

    assert coach.shown[-4:] == [(), ("Держит всех.",), ("Держит всех.",), ("Начала просить.",)]


async def test_what_is_remembered_is_gone_in_the_moment_of_an_erase(
    bot: BotContainer, database: Database, anna: Chat
) -> None:
    await anna.acquainted()
    await hung(database, ANNA, CANARY)
    await anna.ask("Раз")
    before = remembered(bot)
    await forgets(anna)

    assert CANARY in before
    assert CANARY not in remembered(bot)
    await is_gone(bot, database)


async def test_who_comes_back_after_an_erase_is_nobody_known(
    bot: BotContainer, database: Database, anna: Chat, coach: LeaningCoach
) -> None:
    await anna.acquainted()
    await hung(database, ANNA, CANARY)
    await anna.ask("Раз")
    await forgets(anna)
    before = len(coach.shown)
    await anna.acquainted()
    await anna.ask("Снова я")

    assert coach.shown[before:]
    assert set(coach.shown[before:]) == {()}


async def test_whom_another_replica_has_erased_is_forgotten_with_the_next_sweep(
    bot: BotContainer, database: Database
) -> None:
    await database.acquaint(ANNA, VERA)
    versions = {person: await hung(database, person, f"{CANARY} {person}") for person in (ANNA, VERA)}
    for person, version in versions.items():
        await bot.portraits().of(UserId(person), VersionId(version))
    await database.rows("DELETE FROM users WHERE id = $1", ANNA)
    sweeping = BotProcess(bot, bot.settings(), username="relove")._portrait_pump()

    assert await sweeping.claim() == 1
    assert sweeping.idle_s == 60
    assert f"{CANARY} {ANNA}" not in remembered(bot)
    assert f"{CANARY} {VERA}" in remembered(bot)


async def test_how_often_it_was_remembered_is_counted(bot: BotContainer, database: Database, anna: Chat) -> None:
    await anna.acquainted()
    await hung(database, ANNA, "Держит всех.")
    looks = {outcome: metrics.cache_looks.labels("portraits", outcome) for outcome in ("hit", "miss")}
    before = {outcome: look._value.get() for outcome, look in looks.items()}
    for said in ("Раз", "Два", "Три"):
        await anna.ask(said)

    assert {outcome: look._value.get() - before[outcome] for outcome, look in looks.items()} == {"hit": 2, "miss": 1}
