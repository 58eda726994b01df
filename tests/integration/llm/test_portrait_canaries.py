"""Fifty portraits at once: nothing tells outside who anybody is, and of nobody's secrets is another's portrait made."""

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import pytest
from pydantic import BaseModel
from structlog.testing import capture_logs

from relove_adapters.llm.messages import messages_of
from relove_adapters.prompts.files import FilePrompts
from relove_adapters.redaction.pipeline import RussianRedactor
from relove_core.llm import Completed, Prompt, Usage
from relove_core.profiles.model import Profile
from relove_core.profiles.rotation import Outcome
from relove_core.redaction import PLACEHOLDER
from relove_core.telegram import limited
from tests.integration.llm.canaries import Person, Watch, people, said_by
from tests.unit.profiles.drafts import SUMMARY
from tests.unit.profiles.studio import LATER, Studio

T = TypeVar("T", bound=BaseModel)
PROMPTS = FilePrompts.packaged()


@dataclass
class Gossip:
    """Draws everybody with all the placeholders that it was given and, now and then, with what it heard before."""

    left: list[str] = field(default_factory=list)
    heard: str = "Мне всё равно, что обо мне говорят"

    async def complete(self, prompt: Prompt, schema: type[T]) -> Completed[T]:
        instructions = PROMPTS.instructions(prompt.purpose, prompt.facts).text
        contents = [message["content"] for message in messages_of(instructions, prompt)]
        self.left.append("\n".join(contents))
        rumour, self.heard = self.heard, prompt.dialogue[-1].text
        for _ in range(len(self.left) % 7):
            await asyncio.sleep(0)
        known = sorted(p for p in set(PLACEHOLDER.findall(contents[1])) if p.startswith("[ИМЯ"))
        own = prompt.dialogue[0].text
        values: dict[str, Any] = {
            "is_enough": True,
            "evidence": [rumour] if len(self.left) % 5 == 0 else [own],
            "summary": f"{SUMMARY} Рядом: {', '.join(known)}.",
            "gallery": f"Живёт рядом с теми, кого любит: {', '.join(known[:2])}.",
        }
        return Completed(value=schema.model_validate(values), usage=Usage(model="gossip"))


class Town(Studio):
    """Everybody has told everything that betrays them, here and in their channel."""

    def __init__(self) -> None:
        self.gossip = Gossip()
        super().__init__(llm=self.gossip, redactor=RussianRedactor())
        self.people = people()
        self.watch = Watch(self.people)
        self.outcomes: list[Outcome] = []

    async def lives(self) -> None:
        for person in self.people:
            await self._settles(person)
        for _ in range(2):
            claims = [await self.claim(person.user_id) for person in self.people]
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(self.refresh_profile(claim)) for claim in claims]
            self.outcomes += [task.result().outcome for task in tasks]
            self.world.clock.pass_(LATER)
            for person in self.people:
                await self.says(f"Меня зовут {person.first_name}, и сегодня всё иначе.", user_id=person.user_id)
                self._is_called(person)

    async def _settles(self, person: Person) -> None:
        words = list(said_by(person))
        await self.moves_in(*words[:10], user_id=person.user_id)
        page = limited(bio=f"{person.first_name} {person.last_name}, {person.phone}", posts=words[10:])
        self.pages[person.user_id] = page
        found = Profile(patterns=(f"звонит {person.friend} на {person.shadow}",), names=(person.friend,))
        async with self.world.begin() as tx:
            await tx.users.learn(person.user_id, metaphysical_profile=found.as_dict())
        self._is_called(person)

    def _is_called(self, person: Person) -> None:
        users = self.world.state.users
        users[person.user_id] = replace(
            users[person.user_id],
            first_name=person.first_name,
            last_name=person.last_name,
            username=person.username,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    town: Town
    lines: list[str]

    def portraits(self) -> list[str]:
        versions = self.town.world.state.profile_versions.values()
        return [f"{version.portrait.summary}\n{version.portrait.gallery}" for version in versions]


@pytest.fixture(scope="module")
def lived() -> Lived:
    town = Town()
    with capture_logs() as logged:
        asyncio.run(town.lives())
    return Lived(town=town, lines=[str(line) for line in logged])


def test_everybody_was_portrayed_and_some_of_it_not_believed(lived: Lived) -> None:
    assert lived.town.outcomes.count(Outcome.UPDATED) == len(lived.portraits()) >= 90
    assert len(lived.town.gossip.left) > len(lived.town.outcomes) == 100


def test_nothing_that_leaves_tells_who_anybody_is(lived: Lived) -> None:
    assert [text for text in lived.town.gossip.left if lived.town.watch.betrayed_by(text)] == []


def test_no_portrait_names_anybody(lived: Lived) -> None:
    assert lived.portraits()
    assert [text for text in lived.portraits() if lived.town.watch.betrayed_by(text)] == []
    assert [text for text in lived.portraits() if PLACEHOLDER.search(text)] == []


def test_no_log_line_tells_who_anybody_is(lived: Lived) -> None:
    assert [line for line in lived.lines if lived.town.watch.betrayed_by(line)] == []
