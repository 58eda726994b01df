"""Whole conversations with the scripted coach, for the tests."""

from collections.abc import Iterable, Mapping

from relove_adapters.llm.scripted.coach import ScriptedCoach
from relove_adapters.llm.scripted.loading import load_bank
from relove_adapters.llm.scripted.shelves import Said, Shelves
from relove_core.journey.model import Stage
from relove_core.llm import Prompt, Purpose, Speaker, Utterance
from relove_core.redaction import RedactedText
from relove_core.sessions.coach import CoachTurn, SessionDigest, SessionSummary
from relove_core.testing.builders import a_prompt

COACH = ScriptedCoach()
SHELVES = Shelves(load_bank())


def person(text: str) -> Utterance:
    return Utterance(speaker=Speaker.PERSON, text=RedactedText(text))


def coach(text: str) -> Utterance:
    return Utterance(speaker=Speaker.COACH, text=RedactedText(text))


class Talk:
    """A conversation that goes on: every ``say`` is answered."""

    def __init__(
        self,
        stage: Stage = Stage.ORDINARY_WORLD,
        gender: str = "female",
        *,
        notes: Mapping[str, tuple[str, ...]] | None = None,
        **facts: str,
    ) -> None:
        self.stage = stage
        self.gender = gender
        self.notes = notes
        self.facts = facts
        self.dialogue: list[Utterance] = []
        self.turns: list[CoachTurn] = []

    async def turn(self) -> CoachTurn:
        prompt = self.prompt(Purpose.COACH_TURN)
        turn = (await COACH.complete(prompt, CoachTurn)).value
        self.turns.append(turn)
        self.dialogue.append(coach(turn.reply))
        return turn

    async def say(self, text: str) -> CoachTurn:
        if not self.turns:
            await self.turn()
        self.dialogue.append(person(text))
        return await self.turn()

    async def say_all(self, texts: Iterable[str]) -> CoachTurn:
        for text in texts:
            await self.say(text)
        return self.turns[-1]

    async def summary(self) -> SessionSummary:
        return (await COACH.complete(self.prompt(Purpose.SESSION_SUMMARY), SessionSummary)).value

    async def digest(self) -> str:
        return (await COACH.complete(self.prompt(Purpose.SESSION_DIGEST), SessionDigest)).value.digest

    def prompt(self, purpose: Purpose) -> Prompt:
        return a_prompt(
            purpose,
            stage=self.stage,
            gender=self.gender,
            dialogue=self.dialogue,
            notes=self.notes,
            facts=self.facts,
        )

    @property
    def said(self) -> list[Said | None]:
        return [SHELVES.recognise(turn.reply) for turn in self.turns]

    @property
    def places(self) -> list[str]:
        """Where in the bank the turns come from."""
        return [said.body.place if said else "" for said in self.said]
