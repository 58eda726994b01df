"""How the result of a diagnosis is told."""

from relove_core.delivery.model import Cause, Outgoing
from relove_core.journey.model import StageRecord
from relove_core.journey.titles import title_code
from relove_core.markup import Html, bullets, lines, pack
from relove_core.sessions.diagnosis import Diagnosis
from relove_core.sessions.wording import to_person
from relove_core.texts import Texts
from relove_core.users.model import Contact


def told(
    texts: Texts,
    cause: Cause,
    contact: Contact,
    found: Diagnosis,
    *,
    record: StageRecord | None = None,
    title: str = "diagnosis-title",
) -> list[Outgoing]:
    """The result, as one message or a few; ``record``: what has become of its stage."""
    voice = contact.voice
    if found.psychotype is None:
        return [to_person(cause, contact, texts("diagnosis-too-little", voice))]
    type_ = lines((texts("diagnosis-psychotype", voice), texts("diagnosis-plain", voice, words=found.psychotype)))
    sections = {
        "strengths": found.strengths,
        "difficulties": found.difficulties,
        "triggers": found.triggers,
        "next-steps": found.next_steps,
    }
    parts = [bullets(texts(f"diagnosis-{name}", voice), items) for name, items in sections.items() if items]
    blocks = [texts(title, voice), type_, _stage(texts, contact, found, record), *parts]
    return [to_person(cause, contact, html) for html in pack(blocks)]


def _stage(texts: Texts, contact: Contact, found: Diagnosis, record: StageRecord | None) -> Html:
    """Where the machine did not follow, the stage is only heard in the words."""
    voice = contact.voice
    is_refused = record is not None and not record.is_made
    seen = record.target if record is not None and record.is_made else found.stage
    stage = texts(title_code(seen, contact), voice)
    said = [texts("diagnosis-stage-heard" if is_refused else "diagnosis-stage", voice, stage=stage)]
    if found.reason and seen is found.stage:
        said.append(texts("diagnosis-reason", voice, words=found.reason))
    if found.quote and seen is found.stage:
        said.append(texts("diagnosis-quote", voice, words=found.quote))
    return lines(said)
