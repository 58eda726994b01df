"""What a client of ours asks, read back from the messages of a chat."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from relove_adapters.llm.messages import BEGINNING, NOTES, RECORD, ROLES, SILENT, TAKEN_NOTE
from relove_adapters.prompts.files import FilePrompts, sections
from relove_core.ids import UserId
from relove_core.journey.model import Stage
from relove_core.llm import Prompt, Purpose, Speaker, Utterance
from relove_core.prompts import Fact
from relove_core.redaction import RedactedText

PURPOSES = {
    "CoachTurn": Purpose.COACH_TURN,
    "SessionSummary": Purpose.SESSION_SUMMARY,
    "SessionDigest": Purpose.SESSION_DIGEST,
    "StageProposal": Purpose.STAGE_ANALYSIS,
    "DiagnosticTurn": Purpose.DIAGNOSTIC_TURN,
    "Diagnosis": Purpose.DIAGNOSIS,
    "GuidedTurn": Purpose.GUIDED_TURN,
    "Reflection": Purpose.REFLECTION,
    "ReadinessReport": Purpose.READINESS,
    "PortraitDraft": Purpose.PORTRAIT,
}
USUAL = {Fact.STAGE: Stage.ORDINARY_WORLD.value, Fact.GENDER: "unknown", Fact.INTENSITY: "usual", Fact.SYMBOLS: "on"}
#: Where the words for each value of a fact stand: they are recognised in the instructions.
WORDED = {Fact.STAGE: "stages", Fact.GENDER: "address", Fact.INTENSITY: "intensity", Fact.SYMBOLS: "symbols"}

_TOLD_SCHEMA = re.compile(r"Его схема, (\w+): (?=\{)")
_STAGE_IN_A_WORD = re.compile(f"`({'|'.join(Stage)})`")
_SPEAKERS = {role: speaker for speaker, role in ROLES.items()}
_NOBODY = UserId(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The name and the JSON schema that an answer is asked for in; ``{}``: nothing was said."""

    name: str
    schema: Mapping[str, Any]


def shape_of(body: Mapping[str, Any]) -> Shape:
    told = (body.get("response_format") or {}).get("json_schema")
    if told:
        return Shape(name=told["name"], schema=told["schema"])
    found = _TOLD_SCHEMA.search(_system(body))
    if found is None:
        return Shape(name="", schema={})
    return Shape(name=found[1], schema=json.JSONDecoder().raw_decode(_system(body), found.end())[0])


def prompt_of(body: Mapping[str, Any], shape: Shape) -> Prompt | None:
    """The prompt as it was, but for whom it is about; None where it is none of the product's."""
    purpose = PURPOSES.get(shape.name)
    if purpose is None:
        return None
    said = [m for m in body["messages"] if m["role"] != "system"]
    return Prompt(
        purpose=purpose,
        person=_NOBODY,
        facts=_facts(_system(body)),
        notes=_notes(said),
        dialogue=tuple(_dialogue(said)),
    )


def _system(body: Mapping[str, Any]) -> str:
    return "\n".join(m["content"] for m in body["messages"] if m["role"] == "system")


def _facts(instructions: str) -> dict[str, str]:
    named = re.findall(r"^(\w+): (\w+)$", instructions, re.MULTILINE)
    stage = _STAGE_IN_A_WORD.search(instructions)
    return {
        **USUAL,
        **{fact: word for fact, words in _words().items() for word, text in words.items() if text in instructions},
        **({Fact.STAGE: stage[1]} if stage else {}),
        **{fact: word for fact, word in named if fact in USUAL},
    }


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    """By fact and word, what the instructions say for it."""
    texts = FilePrompts.packaged().texts
    return {fact: sections(texts[name]) for fact, name in WORDED.items()}


def _notes(said: Sequence[Mapping[str, str]]) -> dict[str, tuple[RedactedText, ...]]:
    for message in said:
        if message["content"].startswith(NOTES):
            notes = json.loads(message["content"].split("\n")[1])
            return {label: tuple(map(_redacted, texts)) for label, texts in notes.items()}
    return {}


def _dialogue(said: Sequence[Mapping[str, str]]) -> Iterator[Utterance]:
    if said and RECORD in said[0]["content"]:
        lines = said[0]["content"].split(f"{RECORD}\n", 1)[1].split("\n")[:-1]
        for line in map(json.loads, lines):
            yield Utterance(speaker=_SPEAKERS[line["role"]], text=_redacted(line["text"]))
        return
    for message in said:
        if message["content"] not in (BEGINNING, SILENT, TAKEN_NOTE) and not message["content"].startswith(NOTES):
            yield Utterance(speaker=Speaker(message["role"]), text=_redacted(message["content"]))


def _redacted(text: str) -> RedactedText:
    return cast("RedactedText", text)  # the client has seen to that; nothing leaves from here
