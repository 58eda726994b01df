"""A portrait from the question on the wire to the row: what a model may do to it, and what stays when it fails."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from relove_adapters.clock import SystemClock
from relove_adapters.redaction.pipeline import RussianRedactor
from relove_core.llm import LLMPort, Purpose
from relove_core.profiles.portrait import ProfileVersion
from relove_core.profiles.portraying import Portraitist
from relove_core.profiles.refresh_profile import Refreshed, RefreshProfile
from relove_core.profiles.rotation import Outcome, ProfileOutdated
from relove_core.telegram import PublicPage
from relove_core.testing.builders import ANNA
from relove_core.testing.scripted_model import Meanwhile, ScriptedModel
from relove_core.testing.scripted_reader import ScriptedReader
from tests.contracts.privacy import forgotten
from tests.contracts.rotation import asked, asked_run, one
from tests.contracts.world import meet, user
from tests.integration.llm.standing import Standing, at, standing
from tests.integration.postgres.world import PostgresWorld
from tests.model_api import MODEL, ModelApi
from tests.unit.profiles.drafts import SAID, SUMMARY, a_draft
from tests.unit.profiles.studio import agrees, offer, tells

BIO = "Мама двоих, живу на бегу и всем помогаю"
ELSE = {
    "is_enough": True,
    "evidence": ["Я живу в горах и вожу туристов", "мои собаки мне ближе людей"],
    "summary": SUMMARY.replace("Она", "Горный проводник, она"),
    "gallery": "Водит туристов в горы.",
    "completed": [],
    "interesting": [],
}
RUBBISH: dict[str, dict[str, Any]] = {
    "of somebody else": {"kind": "say", "text": json.dumps(ELSE, ensure_ascii=False)},
    "with a diagnosis": {
        "kind": "say",
        "text": json.dumps({**ELSE, "evidence": list(SAID), "gallery": "Депрессия"}, ensure_ascii=False),
    },
    "of another shape": {"kind": "wrong_schema"},
    "no JSON": {"kind": "invalid_json"},
    "endless": {"kind": "huge"},
    "in English": {"kind": "english"},
    "a refusal": {"kind": "refusal"},
    "nothing": {"kind": "empty"},
    "down": {"kind": "500"},
    "a cut connection": {"kind": "cut"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Anna has told of herself, and her portrait is asked for."""

    world: PostgresWorld
    stood: Standing

    async def refreshed(self, llm: LLMPort | None = None) -> Refreshed:
        refresh_profile = RefreshProfile(
            begin=self.world.begin,
            reader=ScriptedReader({ANNA: PublicPage(bio=BIO)}),
            portraitist=Portraitist(llm=llm or self.stood.models.llm, redactor=RussianRedactor()),
            version="v1",
            clock=SystemClock(),
        )
        await asked_run(self.world, ANNA)
        return await refresh_profile(one(await asked(self.world)))

    async def versions(self) -> tuple[ProfileVersion, ...]:
        async with self.world.begin() as tx:
            return await tx.profiles.versions(ANNA, most=9)


@asynccontextmanager
async def drawing(database_url: str, **settings: str) -> AsyncIterator[Drawn]:
    async with standing(database_url, **settings) as stood:
        await stood.execute("DELETE FROM users")
        world = PostgresWorld(stood.engine)
        await meet(world)
        await agrees(world)
        await offer(world)
        for number, text in enumerate(SAID, start=1):
            await tells(world, text, number=number)
        yield Drawn(world=world, stood=stood)


@pytest.fixture
async def drawn(model_api: ModelApi, database_url: str) -> AsyncIterator[Drawn]:
    async with drawing(database_url, **at(model_api)) as drawn:
        yield drawn


async def test_a_portrait_goes_out_without_names_and_comes_back_with_its_bill(
    drawn: Drawn, model_api: ModelApi
) -> None:
    refreshed = await drawn.refreshed()

    (version,) = await drawn.versions()
    (call,) = await drawn.stood.rows("SELECT * FROM model_calls")
    (asked_for,) = await model_api.calls()
    assert refreshed.outcome is Outcome.UPDATED
    assert refreshed.tokens == call.prompt_tokens + call.completion_tokens > 0
    assert (call.purpose, call.user_id, call.outcome) == (Purpose.PORTRAIT, ANNA, "ok")
    assert (version.provenance.provider, version.provenance.model) == ("openai", MODEL)
    assert version.provenance.prompt_version == call.prompt_version != ""
    assert version.provenance.sources == {"activities": 4, "remarks": 3, "posts": 0, "bio": 1}
    assert BIO in str(asked_for)
    assert "Анна" not in str(asked_for)
    assert (await user(drawn.world)).psychological_summary == version.portrait.summary


@pytest.mark.parametrize("fault", RUBBISH.values(), ids=RUBBISH)
async def test_of_rubbish_nothing_is_kept_and_nobody_steps_in(
    drawn: Drawn, model_api: ModelApi, fault: dict[str, Any]
) -> None:
    await drawn.refreshed()
    before = (await drawn.versions(), await user(drawn.world))
    await tells(drawn.world, "А сегодня я сказала «нет».", number=9)
    await model_api.faults({"path": "chat", **fault})

    refreshed = await drawn.refreshed()

    after = await user(drawn.world)
    assert refreshed.outcome is Outcome.FAILED
    assert refreshed.reason
    assert await drawn.versions() == before[0]
    assert after.psychological_summary == before[1].psychological_summary
    assert await drawn.stood.value("SELECT failures FROM profile_states") == 1


async def test_a_model_that_mends_its_ways_is_believed(drawn: Drawn, model_api: ModelApi) -> None:
    await model_api.faults({"path": "chat", "times": 1, **RUBBISH["of somebody else"]})

    refreshed = await drawn.refreshed()

    first, second = await model_api.calls()
    assert refreshed.outcome is Outcome.UPDATED
    assert "Исправь: выдержек" not in str(first)
    assert "Исправь: выдержек из `evidence` нет в словах человека" in str(second)
    assert len(await drawn.versions()) == 1


async def test_of_who_is_erased_while_the_model_thinks_nothing_is_written(drawn: Drawn) -> None:
    model = ScriptedModel(Meanwhile(lambda: forgotten(drawn.world), a_draft()))

    with pytest.raises(ProfileOutdated):
        await drawn.refreshed(model)

    assert await drawn.stood.value("SELECT count(*) FROM users") == 0
    assert await drawn.stood.value("SELECT count(*) FROM profile_versions") == 0
