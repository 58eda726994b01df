"""Наташа without a model: for people without a key, and for everybody while the models are down."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from relove_adapters.llm.scripted import findings
from relove_adapters.llm.scripted.desk import Desk
from relove_adapters.llm.scripted.diagnosing import DiagnosisReading
from relove_adapters.llm.scripted.director import next_turn
from relove_adapters.llm.scripted.guiding import GuidingReading
from relove_adapters.llm.scripted.leading import lead_to
from relove_adapters.llm.scripted.loading import load_bank
from relove_adapters.llm.scripted.noticing import Noticing
from relove_adapters.llm.scripted.offering import offered
from relove_adapters.llm.scripted.portrait import PortraitReading
from relove_adapters.llm.scripted.readiness import ReadinessReading
from relove_adapters.llm.scripted.reading import context_of, exchanges, scene_of
from relove_adapters.llm.scripted.scene import Scene
from relove_adapters.llm.scripted.shelves import Shelves
from relove_adapters.llm.scripted.stage_reading import StageReading
from relove_adapters.llm.scripted.summary import Summary
from relove_core.errors import Unavailable
from relove_core.llm import Completed, Prompt, Purpose, Usage
from relove_core.prompts import Fact, Label
from relove_core.readiness.model import OFFERED_FROM

T = TypeVar("T", bound=BaseModel)


class ScriptedCoach:
    """Keeps nothing between two questions: whatever it says follows from the prompt."""

    def __init__(self) -> None:
        self._bank = load_bank()
        self._shelves = Shelves(self._bank)
        self._noticing = Noticing(self._bank)
        self._desk = Desk(self._bank, self._shelves)
        self._summary = Summary(self._bank)
        self._stages = StageReading(self._bank, self._noticing)
        self._diagnoses = DiagnosisReading(self._bank, self._desk)
        self._exercises = GuidingReading(self._bank)
        self._readiness = ReadinessReading(self._bank, self._noticing)
        self._portraits = PortraitReading(self._bank, self._noticing)

    async def complete(self, prompt: Prompt, schema: type[T]) -> Completed[T]:
        if prompt.purpose is Purpose.STAGE_ANALYSIS:
            return _shaped(self._stages.of(prompt), schema)
        if prompt.purpose is Purpose.READINESS:
            return _shaped(self._readiness.of(prompt), schema)
        if prompt.purpose is Purpose.PORTRAIT:
            return _shaped(self._portraits.of(prompt), schema)
        scene = self._scene(prompt)
        match prompt.purpose:
            case Purpose.COACH_TURN:
                values = self._turn(scene)
            case Purpose.SESSION_SUMMARY:
                values = self._summary.of(scene)
            case Purpose.SESSION_DIGEST:
                values = {"digest": self._summary.digest(scene, before=prompt.notes.get(Label.DIGEST, ()))}
            case Purpose.DIAGNOSTIC_TURN:
                values = self._diagnoses.turn(scene)
            case Purpose.DIAGNOSIS:
                stream = self._readiness.best(prompt, at_least=OFFERED_FROM)
                values = self._diagnoses.result(scene, self._stages.of(prompt), stream=stream)
            case Purpose.GUIDED_TURN:
                values = self._exercises.turn(scene)
            case Purpose.REFLECTION:
                values = self._exercises.reflection(scene)
            case _:
                raise Unavailable(f"the scripted coach has nothing for {prompt.purpose}")
        return _shaped(values, schema)

    def _scene(self, prompt: Prompt) -> Scene:
        stage = prompt.facts.get(Fact.STAGE, "").lower()
        if stage not in self._bank.stages:
            raise Unavailable("the scripted coach was not told the stage")
        found = exchanges(prompt.dialogue, self._noticing, self._shelves)
        return scene_of(prompt, stage, self._bank.stages[stage].tone, found, self._noticing)

    def _turn(self, scene: Scene) -> dict[str, object]:
        context = context_of(scene)
        body = next_turn(self._desk, context)
        lead = lead_to(context, body.phrase, self._shelves)
        return {
            "reply": " ".join(part.text(scene.gender) for part in (lead, body) if part),
            "quick_replies": offered(context, body.phrase),
            "patterns": findings.patterns(self._bank, scene),
            "core_issue": None if scene.care else findings.core_issue(self._bank, scene),
        }


def _shaped(values: Mapping[str, object], schema: type[T]) -> Completed[T]:
    try:
        return Completed(value=schema.model_validate(values), usage=Usage(model="scripted"))
    except ValidationError as e:
        raise Unavailable(f"the scripted coach does not speak in the shape of {schema.__name__}") from e
