"""Whatever a person writes, is called, or was once found to be: a model that obeys it changes nothing it must not."""

import asyncio
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from relove_adapters.prompts.files import FilePrompts
from relove_core.delivery.model import Cause, Lane
from relove_core.ids import UserId
from relove_core.journey.analysis import StageProposal
from relove_core.journey.model import EDGES, JUMP, Author, Journey, Stage
from relove_core.journey.show_journey import ShowJourney
from relove_core.llm import Completed, Prompt, Purpose, Speaker, Usage
from relove_core.profiles.model import Profile
from relove_core.profiles.show_profile import ShowProfile
from relove_core.prompts import Fact
from relove_core.redaction import PLACEHOLDER
from relove_core.safety.levels import CrisisLevel
from relove_core.sessions.analyse_stage import AnalyseStage
from relove_core.sessions.coach import CoachTurn, SessionSummary
from relove_core.sessions.model import SessionKind
from relove_core.testing.builders import ANNA, BORIS, a_cause, a_session, said, seen
from relove_core.testing.memory_state import MemoryState
from relove_core.users.consent import CURRENT, ConsentAnswer, ConsentKind
from relove_core.users.model import Contact
from tests.unit.house import House
from tests.unit.sessions.injections import PAYLOADS
from tests.unit.sessions.test_analyse_stage import LEASE

T = TypeVar("T", bound=BaseModel)

SECRET = "синяя дверь на Тверской"
"""What only Boris has told."""
INVENTED = "[ИМЯ_99]"
PROMPTS = FilePrompts.packaged()

#: What a client of Telegram makes a link of by itself, seen from outside: it knows more of them than our own rules.
LINKED = re.compile(
    r"://|\b(?:mailto|tel|tg|javascript|data):\S|(?:\w[\w-]*\.)+(?:[a-z]{2,}|рф|онлайн)\b"
    r"|(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}\b"
    r"|(?<!\w)[@#$][a-z_]\w|(?<!\w)#[а-яё]|(?<!\S)/(?!end_session\b|streams\b)[a-z]"
    r"|(?<![\w+])\+?\d(?:[ ()-]{0,2}\d){9,14}(?!\w)",
    re.IGNORECASE,
)
MARKED = re.compile(r"\*\*|~~|\|\||`|\]\(|__|</?[a-z!]", re.IGNORECASE)
#: The tables that a conversation with the coach writes; of people and sessions only her own.
WRITTEN = {"updates", "lanes", "messages", "chats", "budgets", "rates", "activities", "users", "sessions"}
WRITTEN |= {"analyses", "stage_records", "pauses", "steps"}
LEARNT = {"metaphysical_profile", "last_seen_date", "has_started_journey", "has_completed_journey"}
SEEN = "\n\t\u200d"


class Obedient:
    """Says the payload wherever it may say something, at the stage it was told, and is sure of it."""

    def __init__(self, payload: str, stage: Stage = Stage.RETURN_WITH_ELIXIR) -> None:
        # No JSON carries half a letter.
        self._says = f"Слушаюсь. {payload} {INVENTED}".encode(errors="replace").decode()
        self._stage = stage
        self.asked: list[Prompt] = []

    async def complete(self, prompt: Prompt, schema: type[T]) -> Completed[T]:
        self.asked.append(prompt)
        values = {name: self._fill(field.annotation, field.metadata) for name, field in schema.model_fields.items()}
        return Completed(value=schema.model_validate(values), usage=Usage(model="obedient"))

    def _fill(self, kind: Any, limits: list[Any]) -> object:
        most = min((m.max_length for m in limits if hasattr(m, "max_length")), default=None)
        if get_origin(kind) is UnionType:
            kind = get_args(kind)[0]
        if get_origin(kind) is tuple:
            return [self._says, f"{self._says}!", f"{self._says}?"][:most]
        if kind is str:
            return self._says[:most]
        return {Stage: self._stage, float: 1.0, CrisisLevel: CrisisLevel.NORMAL}[kind]


class Attacked(House):
    """Anna's name, words and earlier findings are the payload; Boris has told a secret."""

    def __init__(self, payload: str, stage: Stage = Stage.RETURN_WITH_ELIXIR) -> None:
        self.obedient = Obedient(payload, stage)
        super().__init__(llm=self.obedient)
        self.payload = payload
        self.analyse = AnalyseStage(begin=self.world.begin, coach=self.coach, clock=self.world.clock)
        self.show_profile = ShowProfile(begin=self.world.begin, texts=self.texts)
        self.show_journey = ShowJourney(begin=self.world.begin, texts=self.texts, clock=self.world.clock)

    async def cause(
        self, *, lane: Lane = Lane.TALK, user_id: UserId = ANNA, count: int = 1, keeps: bool = True
    ) -> Cause:
        cause = await super().cause(lane=lane, user_id=user_id, count=count)
        if user_id == ANNA:
            named = seen(update_ids=cause.update_ids, first_name=self.payload, username=self.payload[:32])
            await self.world.contacts.touch(cause, named)
        return cause

    async def contact(self) -> Contact:
        user = await self.anna()
        return replace(await super().contact(), names=user.names, stage=user.last_journey_stage)

    async def moves_in(self, stage: Stage | None = Stage.ORDINARY_WORLD) -> None:
        await self._tells_boris()
        cause = await self.cause()
        async with self.world.begin() as tx:
            await tx.deliveries.finish(cause)
            for kind in ConsentKind:
                answer = ConsentAnswer(kind=kind, version=CURRENT[kind], is_given=True)
                await tx.users.consent(ANNA, answer, cause=a_cause(), at=self.now())
            found = Profile(patterns=(self.payload,), core_issue=self.payload, themes=(self.payload,))
            await tx.users.learn(ANNA, metaphysical_profile=found.as_dict())
            if stage:
                await tx.journey.append(Journey(user_id=ANNA).place(stage, reason="начало", at=self.now()))

    async def talks(self) -> None:
        """A whole conversation, with everything that asks a model in it; and the beginning of the next."""
        await self.opens()
        for _ in range(4):
            await self.says(self.payload)
        session = await self.session()
        assert session.last_question is not None
        assert session.last_question.quick_replies
        await self.presses(session.id, session.last_question.position, 0)
        await self._looked_at()
        await self.summarise(await self.cause(), await self.contact())
        await self.ends()
        await self.opens()
        await self.says(self.payload)
        await self.restart(await self.cause(), await self.contact(), SessionKind.PROVOCATIVE)
        await self._forgets_what_was_found_before()
        await self.show_profile(await self.cause(), await self.contact())
        await self.show_journey(await self.cause(), await self.contact())

    async def opens(self) -> None:
        await self.open_session(await self.cause(), await self.contact(), SessionKind.PROVOCATIVE)

    async def went_out(self) -> list[str]:
        """All texts and labels that are for Anna."""
        messages = [m.message for m in await self.world.messages() if m.message is not None]
        assert {m.user_id for m in messages} == {ANNA}
        return [m.html for m in messages] + [b.label for m in messages for row in m.buttons for b in row]

    async def _tells_boris(self) -> None:
        cause = await self.cause(user_id=BORIS)
        async with self.world.begin() as tx:
            await tx.sessions.open(a_session(BORIS))
            await tx.sessions.hear(BORIS, [said(SECRET, update_id=cause.update_ids[0])], at=self.now())
            await tx.users.learn(BORIS, metaphysical_profile=Profile(core_issue=SECRET).as_dict())
            await tx.deliveries.finish(cause)

    async def _forgets_what_was_found_before(self) -> None:
        """What no model has said is not what this is about."""
        closed = [s for s in self.world.state.sessions.values() if s.metaphysical_profile]
        async with self.world.begin() as tx:
            await tx.users.learn(ANNA, metaphysical_profile=dict(closed[-1].metaphysical_profile or {}))

    async def _looked_at(self) -> None:
        async with self.world.begin() as tx:
            taken = await tx.analyses.take(lease=LEASE)
        if taken is not None:
            await self.analyse(taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftermath:
    """What there was before a payload went through everything, and what after."""

    before: MemoryState
    after: MemoryState
    asked: Sequence[Prompt]
    shown: Sequence[str]
    is_quiet: bool


@pytest.fixture(scope="module", params=tuple(PAYLOADS.values()), ids=tuple(PAYLOADS))
def aftermath(request: pytest.FixtureRequest) -> Aftermath:
    return asyncio.run(_attack(request.param))


async def _attack(payload: str) -> Aftermath:
    house = Attacked(payload)
    await house.moves_in()
    before = house.world.state.copy()
    await house.talks()
    return Aftermath(
        before=before,
        after=house.world.state,
        asked=house.obedient.asked,
        shown=await house.went_out(),
        is_quiet=await house.is_quiet(),
    )


def differing(one: Any, other: Any) -> set[str]:
    return {f.name for f in fields(one) if getattr(one, f.name) != getattr(other, f.name)}


def test_there_are_enough_of_them() -> None:
    assert len(set(PAYLOADS.values())) == len(PAYLOADS) >= 50


def test_nothing_is_changed_but_her_conversations_and_what_was_found_in_them(aftermath: Aftermath) -> None:
    before, after = aftermath.before, aftermath.after

    assert aftermath.is_quiet
    assert differing(after, before) <= WRITTEN
    assert differing(after.users[ANNA], before.users[ANNA]) <= LEARNT
    assert not after.users[ANNA].is_admin
    assert after.users[BORIS] == before.users[BORIS]
    assert {who for who, step in after.steps.keys() - before.steps.keys()} == {ANNA}
    assert {s.user_id for s in after.sessions.values()} == {ANNA, BORIS}
    assert [s for s in after.sessions.values() if s.user_id == BORIS] == list(before.sessions.values())


def test_the_instructions_are_those_of_anybody_at_her_stage(aftermath: Aftermath) -> None:
    facts = {Fact.STAGE: "ORDINARY_WORLD", Fact.GENDER: "unknown", Fact.INTENSITY: "usual", Fact.SYMBOLS: "on"}

    assert {p.purpose for p in aftermath.asked} >= {Purpose.COACH_TURN, Purpose.SESSION_SUMMARY, Purpose.STAGE_ANALYSIS}
    assert [p.facts for p in aftermath.asked] == [facts] * len(aftermath.asked)
    assert all(PROMPTS.instructions(p.purpose, p.facts).text for p in aftermath.asked)


def test_nothing_of_anybody_else_is_told_to_the_model_or_to_her(aftermath: Aftermath) -> None:
    told = [t for p in aftermath.asked for t in (*(u.text for u in p.dialogue), *sum(p.notes.values(), ()))]

    assert {p.person for p in aftermath.asked} == {ANNA}
    assert SECRET in str(aftermath.before)
    assert not [text for text in (*told, *aftermath.shown) if SECRET in text]


def test_no_link_no_markup_and_nothing_invisible_goes_out(aftermath: Aftermath) -> None:
    assert len(aftermath.shown) > len(aftermath.asked)
    for shown in aftermath.shown:
        assert not LINKED.search(shown), LINKED.search(shown)
        assert not MARKED.search(shown), MARKED.search(shown)
        assert not [c for c in shown if unicodedata.category(c) in ("Cf", "Cc", "Cs") and c not in SEEN]


def test_invented_placeholders_reach_nobody_and_are_kept_nowhere(aftermath: Aftermath) -> None:
    after = aftermath.after
    spoken = [r.text for s in after.sessions.values() for r in s.history if r.speaker is Speaker.COACH]
    reasons = [r.reason for r in after.stage_records.values()]
    found = [str(s.summary) for s in after.sessions.values()]

    assert len(spoken) > len(after.sessions)
    assert not [t for t in (*aftermath.shown, *spoken, *reasons, *found) if PLACEHOLDER.search(t)]


def test_a_quote_that_she_did_not_say_is_none_and_no_stage_moves_beside_the_table(aftermath: Aftermath) -> None:
    placement, *records = aftermath.after.stage_records.values()

    assert placement.author is Author.ADMIN
    assert records
    assert {(r.quote, r.is_made, r.author) for r in records} == {(None, False, Author.MODEL)}
    assert aftermath.after.users[ANNA].last_journey_stage == Stage.ORDINARY_WORLD


@pytest.mark.parametrize("source", [None, *Stage])
@pytest.mark.parametrize("target", Stage)
async def test_the_surest_model_moves_a_person_by_the_table_only(source: Stage | None, target: Stage) -> None:
    house = Attacked(PAYLOADS["stage"], target)
    await house.moves_in(source)
    await house.opens()
    await house.says(house.payload)
    await house.ends()

    made = [r for r in house.world.state.stage_records.values() if r.is_made and r.author is Author.MODEL]
    assert [(r.source, r.target) for r in made] == ([(source, target)] if _is_allowed(source, target) else [])


def _is_allowed(source: Stage | None, target: Stage) -> bool:
    return source is None or target in EDGES[source] or target.place - source.place == JUMP


#: What links, markup and placeholders are made of, so that taking out one may make another.
PIECES = st.sampled_from(
    [
        *("https", "://", ":", "//", "/", ".", "evil", "com", "рф", "t.me", "www", "tg:", "@", "boss", "203.0.113.7"),
        *("[", "]", "(", ")", "ИМЯ_9", "[ИМЯ_9]", "<", ">", "</", "b", "<a href='", "<!--", "-->", "&lt;"),
        *("*", "**", "_", "__", "`", "~~", "||", "#", "$", "-", "!", "\u200b", "\u202e", "\u00ad"),
        *("+7 999", "123", "45-67", "/place", "/end_session", " ", "\n", "слово", "Да", "?", ","),
    ]
)


@given(st.lists(PIECES, min_size=2, max_size=14).map("".join))
def test_in_whatever_pieces_it_comes_nothing_of_it_is_left(text: str) -> None:
    shown = asyncio.run(_summed_up(f"Итог {text}"))

    assert shown.startswith("summary-closed")
    assert not LINKED.search(shown), LINKED.search(shown)
    assert not MARKED.search(shown), MARKED.search(shown)
    assert not PLACEHOLDER.search(shown)


async def _summed_up(insight: str) -> str:
    house = House(SessionSummary(insights=(insight,)))
    await house.in_session()
    await house.ends()
    return "\n".join(await house.sent())


def test_an_answer_has_no_room_for_anything_else() -> None:
    for schema in (CoachTurn, StageProposal):
        with pytest.raises(ValidationError):
            schema.model_validate({"reply": "да", "stage": "ORDEAL", "confidence": 1, "is_admin": True})
