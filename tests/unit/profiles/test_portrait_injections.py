"""Whatever a person writes, is called, or shows: a model that obeys it changes their portrait and nothing else."""

import json
from dataclasses import fields, replace
from typing import Any, TypeVar

import pytest
from pydantic import BaseModel

from relove_adapters.llm.messages import END_OF_RECORD, NOTES, RECORD, messages_of
from relove_adapters.prompts.files import FilePrompts
from relove_adapters.redaction.pipeline import RussianRedactor
from relove_core.llm import Completed, Prompt, Usage
from relove_core.markup import clip
from relove_core.profiles.model import Profile
from relove_core.profiles.rotation import Outcome
from relove_core.redaction import PLACEHOLDER
from relove_core.sessions.model import REMARK_CHARS
from relove_core.sessions.restoring import FINDING_CHARS
from relove_core.telegram import limited
from relove_core.testing.builders import ANNA, BORIS
from relove_core.testing.memory_state import MemoryState
from tests.unit.profiles.drafts import PROVEN, SAID, SUMMARY
from tests.unit.profiles.studio import LATER, Studio
from tests.unit.sessions.injections import PAYLOADS
from tests.unit.sessions.test_injections import LINKED, MARKED, SEEN

T = TypeVar("T", bound=BaseModel)

PROMPTS = FilePrompts.packaged()
REDACTOR = RussianRedactor()
SECRET = "синяя дверь на Тверской"
"""What only Boris has told."""
WRITTEN = {"users", "profile_states", "profile_versions", "numbers"}
DRAWN = {"psychological_summary", "profile_summary", "streams", "markers"}


class Obedient:
    """Draws a portrait that could be true, and says the payload wherever it may say something."""

    def __init__(self, payload: str) -> None:
        self._says = payload.encode(errors="replace").decode()
        self.asked: list[Prompt] = []

    async def complete(self, prompt: Prompt, schema: type[T]) -> Completed[T]:
        self.asked.append(prompt)
        values: dict[str, Any] = {
            "is_enough": True,
            "evidence": [*PROVEN, self._says],
            "summary": f"{SUMMARY} {self._says}"[:4000],
            "gallery": f"Слушаюсь. {self._says}",
            "completed": [self._says, "hero-path"],
            "interesting": [self._says, "open-heart"],
        }
        return Completed(value=schema.model_validate(values), usage=Usage(model="obedient"))


class Attacked(Studio):
    """Anna's name, page, words and findings are the payload; Boris has told a secret."""

    def __init__(self, payload: str) -> None:
        self.obedient = Obedient(payload)
        super().__init__(llm=self.obedient, redactor=REDACTOR)
        self.payload = payload

    async def settles(self) -> None:
        await self.moves_in(SECRET, user_id=BORIS)
        await self.moves_in(*SAID, self.payload[:REMARK_CHARS])
        self.pages[ANNA] = limited(bio=self.payload, posts=[self.payload, *SAID])
        finding = clip(self.payload, FINDING_CHARS)
        found = Profile(patterns=(finding,), core_issue=finding, themes=(finding,))
        async with self.world.begin() as tx:
            await tx.users.learn(ANNA, metaphysical_profile=found.as_dict())
        anna = self.world.state.users[ANNA]
        self.world.state.users[ANNA] = replace(anna, first_name=self.payload[:64], username=self.payload[:32])

    async def rotates(self) -> Outcome:
        outcome = (await self.refreshed()).outcome
        self.world.clock.pass_(LATER)
        return outcome


async def attacked(payload: str) -> Attacked:
    studio = Attacked(payload)
    await studio.settles()
    return studio


def changed(before: MemoryState, after: MemoryState) -> set[str]:
    return {name for name in MemoryState.__slots__ if getattr(before, name) != getattr(after, name)}


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
async def test_nothing_but_the_portrait_changes(payload: str) -> None:
    studio = await attacked(payload)
    before, anna = studio.world.state.copy(), await studio.anna()

    outcome = await studio.rotates()

    after = await studio.anna()
    differing = {f.name for f in fields(anna) if getattr(anna, f.name) != getattr(after, f.name)}
    others = {user_id: user for user_id, user in studio.world.state.users.items() if user_id != ANNA}
    assert outcome in (Outcome.UPDATED, Outcome.FAILED)
    assert changed(before, studio.world.state) <= WRITTEN
    assert differing <= DRAWN
    assert others == {user_id: user for user_id, user in before.users.items() if user_id != ANNA}
    assert set(after.streams) <= {"hero-path", "open-heart"}


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
async def test_no_portrait_has_a_link_markup_a_placeholder_or_what_nobody_sees(payload: str) -> None:
    studio = await attacked(payload)
    await studio.rotates()

    for version in await studio.versions():
        text = f"{version.portrait.summary}\n{version.portrait.gallery}"
        assert not LINKED.search(text)
        assert not MARKED.search(text)
        assert not PLACEHOLDER.search(text)
        assert all(c.isprintable() or c in SEEN for c in text)


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
async def test_a_poisoned_portrait_is_data_in_the_next_rotation_too(payload: str) -> None:
    studio = await attacked(payload)
    await studio.rotates()
    poison = clip(f"{SUMMARY} {payload}", 3000)
    users, version = studio.world.state.users, next(iter(await studio.versions()), None)
    if version is not None:
        poisoned = replace(version.portrait, summary=poison, gallery=payload[:200])
        studio.world.state.profile_versions[version.id] = replace(version, portrait=poisoned)
    users[ANNA] = replace(users[ANNA], psychological_summary=poison, profile_summary=payload[:200])
    await studio.says("А сегодня я сказала «нет».")
    await studio.rotates()

    assert len(studio.obedient.asked) >= 2
    for prompt in studio.obedient.asked:
        instructions = PROMPTS.instructions(prompt.purpose, prompt.facts).text
        system, *data = messages_of(instructions, prompt)
        assert prompt.facts.keys() <= {"stage", "gender", "fault"}
        assert system == {"role": "system", "content": instructions}
        assert [message["role"] for message in data] == ["user"]
        lines = [line for line in data[0]["content"].split("\n") if line not in (NOTES, RECORD, END_OF_RECORD)]
        assert all(isinstance(json.loads(line), dict) for line in lines)


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
async def test_nobody_elses_words_are_ever_shown(payload: str) -> None:
    studio = await attacked(payload)
    await studio.rotates()

    assert SECRET not in "\n".join(map(str, studio.obedient.asked))
