"""A thousand turns of fifty people at once: nothing tells outside who they are, and nothing of one reaches another."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import pairwise
from typing import Any, TypeVar

import pytest
from pydantic import BaseModel
from structlog.testing import capture_logs

from relove_adapters.llm.messages import messages_of
from relove_adapters.llm.scripted.coach import ScriptedCoach
from relove_adapters.llm.spending import Caps
from relove_adapters.llm.stack import guarded, stacked
from relove_adapters.llm.steady import AskingModel, SteadyModel
from relove_adapters.portrait_cache import PortraitCache
from relove_adapters.prompts.files import FilePrompts
from relove_adapters.redaction.pipeline import RussianRedactor
from relove_core.delivery.model import Cause, Lane
from relove_core.ids import UserId
from relove_core.journey.model import Stage
from relove_core.llm import Completed, ModelFailed, Prompt, Purpose, Usage
from relove_core.profiles.model import Profile
from relove_core.profiles.portrait import Portrait, Provenance, VersionAuthor
from relove_core.prompts import Label
from relove_core.redaction import PLACEHOLDER
from relove_core.sessions.analyse_stage import AnalyseStage
from relove_core.sessions.model import Session, SessionKind
from relove_core.sessions.said import Said
from relove_core.testing.builders import BOT, a_cause, an_update, cause_of, seen
from relove_core.users.consent import CURRENT, ConsentAnswer, ConsentKind
from relove_core.users.model import Contact
from tests.integration.llm.canaries import Person, Watch, people, said_by
from tests.unit.house import House
from tests.unit.llm.around import MODEL, Books, QuickTimer, provider_of, tools_with

T = TypeVar("T", bound=BaseModel)

ASKED = {Purpose.COACH_TURN, Purpose.SESSION_SUMMARY, Purpose.SESSION_DIGEST, Purpose.STAGE_ANALYSIS}
FAILS_EVERY = 29
RICH = Caps(everybody=10**12, person=10**12, calls=10**6)
LEASE = timedelta(minutes=2)
PROMPTS = FilePrompts.packaged()


@dataclass
class Gossip:
    """A model that repeats whatever it was told last, by whomever; it thinks while the others talk."""

    left: list[tuple[Prompt, str]] = field(default_factory=list)
    heard: str = "Начало"

    async def complete(self, prompt: Prompt, schema: type[T]) -> Completed[T]:
        instructions = PROMPTS.instructions(prompt.purpose, prompt.facts).text
        contents = [message["content"] for message in messages_of(instructions, prompt)]
        self.left.append((prompt, "\n".join(contents)))
        rumour, self.heard = self.heard, prompt.dialogue[-1].text if prompt.dialogue else "Тишина"
        for _ in range(len(self.left) % 7):
            await asyncio.sleep(0)
        if len(self.left) % FAILS_EVERY == 0:
            raise ModelFailed("the model is tired")
        known = sorted(set(PLACEHOLDER.findall("".join(contents[1:]))))
        return Completed(value=schema.model_validate(_answer(prompt, rumour, known)), usage=Usage(model=MODEL))


def _answer(prompt: Prompt, rumour: str, known: Sequence[str]) -> Mapping[str, Any]:
    own = prompt.dialogue[-1].text if prompt.dialogue else "тишина"
    words = f"{rumour}: {own} {' '.join(known)}"
    findings = {"patterns": [words], "core_issue": words}
    answers: Mapping[Purpose, Mapping[str, Any]] = {
        Purpose.COACH_TURN: {"reply": f"{words} Что дальше?", "quick_replies": known[:3], **findings},
        Purpose.SESSION_SUMMARY: {"insights": [words], "themes": known, "next_steps": [words], **findings},
        Purpose.SESSION_DIGEST: {"digest": words[:1000]},
        Purpose.STAGE_ANALYSIS: {"stage": Stage.REFUSAL, "confidence": 0.7, "quote": own[:200], "reason": words},
    }
    return answers[prompt.purpose]


def portrait_of(person: Person) -> str:
    """As no portrait may be: with names in it."""
    return f"Знак {person.user_id}: {person.first_name} ждёт, что {person.friend} позвонит на {person.shadow}."


class Town(House):
    """Everybody talks at once, as the pumps of the bot would let them."""

    def __init__(self) -> None:
        self.gossip, self.books, timer = Gossip(), Books(), QuickTimer()
        tools = tools_with(self.books, timer, caps=RICH)
        mind = guarded(provider_of(self.gossip), tools, attempt_s=12)
        asking = stacked([mind], tools, model=MODEL, leave_s=5)
        models = AskingModel(asking, timer=timer, total_s=60)
        super().__init__(
            llm=SteadyModel(models, last=ScriptedCoach()), redactor=RussianRedactor(), remembering=PortraitCache
        )
        self.analyse = AnalyseStage(begin=self.world.begin, coach=self.coach, clock=self.world.clock)
        self.people = people()
        self._number = 0

    async def lives(self) -> None:
        await self.everybody(self._arrives)
        await self.everybody(self._opens)
        said = {p.user_id: said_by(p) for p in self.people}
        for _ in range(20):
            await self.everybody(lambda p, cause: self._says(p, cause, next(said[p.user_id])))
            await self._looks_at_stages()
        await self.everybody(self._closes)
        await self.everybody(self._opens)

    async def everybody(self, does: Any) -> None:
        """One update of each arrives, and all of them are worked on side by side."""
        await self.world.inbox.take_in([an_update(self._next(), user_id=p.user_id) for p in self.people])
        known = {p.user_id: p for p in self.people}
        async with asyncio.TaskGroup() as group:
            while (claim := await self.world.inbox.claim(BOT, Lane.TALK)) is not None:
                group.create_task(does(known[UserId(claim.chat_id)], cause_of(claim)))
        await self.world.pass_(timedelta(seconds=30))

    async def _meets(self, person: Person, cause: Cause) -> Contact:
        named = seen(
            person.user_id, username=person.username, first_name=person.first_name, update_ids=cause.update_ids
        )
        return await self.world.contacts.touch(cause, replace(named, last_name=person.last_name))

    async def _arrives(self, person: Person, cause: Cause) -> None:
        await self._meets(person, cause)
        found = Profile(
            patterns=(f"звонит на {person.shadow} каждый вечер",),
            core_issue=f"страх, что {person.friend} уйдёт",
            themes=(f"{person.first_name} и чужие долги",),
        )
        async with self.world.begin() as tx:
            for kind in ConsentKind:
                answer = ConsentAnswer(kind=kind, version=CURRENT[kind], is_given=True)
                await tx.users.consent(person.user_id, answer, cause=a_cause(), at=self.now())
            await tx.users.learn(person.user_id, metaphysical_profile=found.as_dict())
            portrait, origin = Portrait(summary=portrait_of(person)), Provenance(author=VersionAuthor.ROTATION)
            await tx.profiles.append(person.user_id, portrait, origin, at=self.now())
            await tx.deliveries.finish(cause)

    async def _opens(self, person: Person, cause: Cause) -> None:
        await self.open_session(cause, await self._meets(person, cause), SessionKind.PROVOCATIVE)

    async def _says(self, person: Person, cause: Cause, text: str) -> None:
        said = Said(update_id=cause.update_ids[0], telegram_message_id=cause.update_ids[0], text=text)
        await self.continue_session(cause, await self._meets(person, cause), [said])

    async def _closes(self, person: Person, cause: Cause) -> None:
        await self.close_session(cause, await self._meets(person, cause))

    async def _looks_at_stages(self) -> None:
        while True:
            async with self.world.begin() as tx:
                taken = await tx.analyses.take(lease=LEASE)
            if taken is None:
                return
            await self.analyse(taken)

    def _next(self) -> int:
        self._number += 1
        return self._number


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """All that came out of it."""

    left: Sequence[tuple[Prompt, str]]
    arrived: Sequence[tuple[UserId, str]]
    sessions: Sequence[Session]
    lines: Sequence[str]
    watch: Watch


class Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@pytest.fixture(scope="module")
def told() -> Told:
    handler, root = Lines(), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        with capture_logs() as logged:
            town = Town()
            asyncio.run(town.lives())
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
    messages = [m.message for m in town.world.state.messages.values() if m.message is not None]
    shown = ((m, [m.html, *(b.label for row in m.buttons for b in row)]) for m in messages)
    return Told(
        left=town.gossip.left,
        arrived=[(m.user_id, text) for m, texts in shown if m.user_id is not None for text in texts],
        sessions=tuple(town.world.state.sessions.values()),
        lines=[*handler.lines, *map(str, logged)],
        watch=Watch(town.people),
    )


def test_a_thousand_turns_were_talked_by_fifty_people_whom_their_own_words_betray(told: Told) -> None:
    turns = [p for p, _ in told.left if p.purpose is Purpose.COACH_TURN]
    raw = " ".join(r.text for s in told.sessions for r in s.history if r.update_id is not None)

    assert len(turns) >= 1000
    assert {p.purpose for p, _ in told.left} == ASKED
    assert {p.person for p in turns} == told.watch.betrayed_by(raw) == {p.user_id for p in people()}
    assert any(one.person != other.person for one, other in pairwise(turns))


def test_nothing_that_leaves_tells_who_anybody_is(told: Told) -> None:
    assert [text for _, text in told.left if told.watch.betrayed_by(text)] == []


def test_everybody_is_understood_by_their_own_portrait_alone(told: Told) -> None:
    leant = [(p.person, " ".join(p.notes[Label.PORTRAIT])) for p, _ in told.left if Label.PORTRAIT in p.notes]

    assert {person for person, _ in leant} == {p.user_id for p in people()}
    assert [portrait for person, portrait in leant if not portrait.startswith(f"Знак {person}: ")] == []


def test_everybody_gets_their_own_words_back_and_nobody_anybody_elses(told: Told) -> None:
    betrayed = [(to, told.watch.betrayed_by(text)) for to, text in told.arrived]

    assert [(to, whom) for to, whom in betrayed if whom - {to}] == []
    assert {to for to, whom in betrayed if to in whom} == {p.user_id for p in people()}


def test_what_is_kept_of_a_person_is_of_that_person(told: Told) -> None:
    kept = [
        (s.user_id, told.watch.betrayed_by(" ".join((*s.placeholders.values(), s.digest, str(s.summary)))))
        for s in told.sessions
    ]

    assert [(owner, whom) for owner, whom in kept if whom - {owner}] == []


def test_no_log_line_tells_who_anybody_is(told: Told) -> None:
    assert told.lines
    assert [line for line in told.lines if told.watch.betrayed_by(line)] == []
