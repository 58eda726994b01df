"""Answers of a model that never is at a loss: the scripted coach's words, or some that merely fit the schema."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from relove_adapters.llm.scripted.coach import ScriptedCoach
from relove_core.errors import Unavailable
from relove_core.journey.analysis import StageProposal
from relove_core.llm import Purpose
from relove_core.profiles.drafting import PortraitDraft
from relove_core.readiness.model import ReadinessReport
from relove_core.sessions.coach import CoachTurn, SessionDigest, SessionSummary
from relove_core.sessions.diagnosis import Diagnosis, DiagnosticTurn
from relove_core.sessions.exercise import GuidedTurn, Reflection
from sandbox.model_api.question import Shape, prompt_of

ANSWERED: dict[Purpose, type[BaseModel]] = {
    Purpose.COACH_TURN: CoachTurn,
    Purpose.SESSION_SUMMARY: SessionSummary,
    Purpose.SESSION_DIGEST: SessionDigest,
    Purpose.STAGE_ANALYSIS: StageProposal,
    Purpose.DIAGNOSTIC_TURN: DiagnosticTurn,
    Purpose.DIAGNOSIS: Diagnosis,
    Purpose.GUIDED_TURN: GuidedTurn,
    Purpose.REFLECTION: Reflection,
    Purpose.READINESS: ReadinessReport,
    Purpose.PORTRAIT: PortraitDraft,
}
FILLER = "Об этом стоит поговорить."


async def invented(coach: ScriptedCoach, body: Mapping[str, Any], shape: Shape) -> dict[str, Any]:
    """The value of an answer, of the schema that was asked for."""
    prompt = prompt_of(body, shape)
    if prompt is None:
        return filled(shape.schema, FILLER)
    try:
        answer = await coach.complete(prompt, ANSWERED[prompt.purpose])
    except Unavailable:
        return filled(shape.schema, FILLER)
    return answer.value.model_dump(mode="json")


def filled(schema: Mapping[str, Any], text: str) -> dict[str, Any]:
    """An object of ``schema`` with ``text`` wherever any text may stand."""
    value = _filled(schema, text, schema.get("$defs", {}))
    return value if isinstance(value, dict) else {"reply": text}


def _filled(node: Mapping[str, Any], text: str, defs: Mapping[str, Any]) -> Any:
    node = defs.get(str(node.get("$ref", "")).removeprefix("#/$defs/"), node)
    if choices := node.get("anyOf"):
        return _filled(choices[0], text, defs)
    if "enum" in node:
        return node["enum"][0]
    match node.get("type"):
        case "object":
            return {name: _filled(part, text, defs) for name, part in node.get("properties", {}).items()}
        case "array":
            return [_filled(node.get("items", {}), text, defs)]
        case "string":
            return text
        case "number" | "integer":
            return 0
        case "boolean":
            return False
        case _:
            return None
