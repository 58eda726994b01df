"""Every fault of a model against everything it is asked for: ``python -m tests.integration.llm.faults`` prints it.

A person always has an answer, at most three calls are made for one question, and nothing half is kept; once the
breaker is open the answer comes without a call.
"""

import asyncio
import logging
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog

from relove_adapters.llm.breaker import FINE
from relove_core.errors import Unavailable
from relove_core.ids import UserId
from relove_core.llm import Purpose, Speaker, Usage, Utterance, VoiceMessage
from relove_core.redaction import RedactedText
from relove_core.sessions.coach import CoachTurn, SessionSummary
from relove_core.testing.builders import ANNA, a_prompt
from sandbox.servers import EmbeddedPostgres
from tests.integration.llm.standing import HASTY, Standing, at, standing
from tests.model_api import EAR, ModelApi, local_model_api
from tests.servers import migrate

FAULTS: Mapping[str, Mapping[str, Any]] = {
    "slow": {"kind": "slow", "seconds": 1.5},
    "never": {"kind": "never"},
    "429 with retry-after": {"kind": "429", "retry_after": "1"},
    "429 without": {"kind": "429"},
    "500": {"kind": "500"},
    "reset": {"kind": "reset"},
    "cut stream": {"kind": "cut"},
    "empty": {"kind": "empty"},
    "invalid JSON": {"kind": "invalid_json"},
    "wrong schema": {"kind": "wrong_schema"},
    "refusal": {"kind": "refusal"},
    "1 MB": {"kind": "huge"},
    "another language": {"kind": "english"},
}
#: What the same is where a sound is sent and a transcript comes back: it has neither shape nor language of ours.
HEARD: Mapping[str, Mapping[str, Any]] = {
    "invalid JSON": {"kind": "not_json"},
    "wrong schema": {"kind": "error_in_body"},
    "refusal": {"kind": "403"},
    "1 MB": {"kind": "say", "text": "a" * 600_000},
    "empty": {"kind": "empty_body"},
    "another language": {"kind": "say", "text": "I am tired."},
}
MOST_CALLS = 3
PEOPLE = tuple(UserId(ANNA + n) for n in range(8))
"""What is wrong with an answer counts once a person: each question after the first is another one's."""
SAID = (Utterance(speaker=Speaker.PERSON, text=RedactedText("Я устала угождать всем вокруг.")),)
VOICE = VoiceMessage(person=ANNA, content=b"OggS-not-really", file_name="voice.ogg", lasts=timedelta(seconds=20))


async def chat(stood: Standing, person: UserId) -> Usage:
    return (await stood.models.llm.complete(a_prompt(dialogue=SAID, person=person), CoachTurn)).usage


async def analysis(stood: Standing, person: UserId) -> Usage:
    prompt = a_prompt(Purpose.SESSION_SUMMARY, dialogue=SAID, person=person)
    return (await stood.models.llm.complete(prompt, SessionSummary)).usage


async def transcription(stood: Standing, person: UserId) -> Usage:
    return (await stood.models.transcriber.transcribe(replace(VOICE, person=person))).usage


KINDS: Mapping[str, Callable[[Standing, UserId], Awaitable[Usage]]] = {
    "chat": chat,
    "analysis": analysis,
    "transcription": transcription,
}
PURPOSES = {
    "chat": Purpose.COACH_TURN,
    "analysis": Purpose.SESSION_SUMMARY,
    "transcription": Purpose.TRANSCRIPTION,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of one fault: who answered, after how many calls, and how it was written down."""

    fault: str
    kind: str
    answered_by: str
    calls: int
    outcomes: tuple[str, ...]
    took_s: float
    kept: int
    """Answers on the shelf."""
    open_after: int
    """Questions until the breaker was open; 0: it stays closed."""
    calls_once_open: int
    answered_once_open: str


async def tried(fault: str, kind: str, url: str, **settings: str) -> Tried:
    """Alone with a model of its own; the database may be shared with others."""
    async with (
        local_model_api() as api,
        standing(url, *PEOPLE, **HASTY, **at(api), transcription_model=EAR, **settings) as stood,
    ):
        await stood.models.look()
        await api.faults(HEARD.get(fault, FAULTS[fault]) if kind == "transcription" else FAULTS[fault])
        return await _tried(fault, kind, stood, api)


async def _tried(fault: str, kind: str, stood: Standing, api: ModelApi) -> Tried:
    began = time.monotonic()
    answered_by = await _answered_by(kind, stood)
    took_s = time.monotonic() - began
    calls = await _numbers(api)
    outcomes = tuple(await stood.outcomes(PURPOSES[kind]))
    kept = await stood.value("SELECT count(*) FROM model_answers")
    open_after = 0 if answered_by == "model" else await _opened(kind, stood)
    newest = max(await _numbers(api, after=calls[-1]), default=calls[-1])
    answered_once_open = await _answered_by(kind, stood)
    return Tried(
        fault=fault,
        kind=kind,
        answered_by=answered_by,
        calls=len(calls),
        outcomes=outcomes,
        took_s=took_s,
        kept=kept,
        open_after=open_after,
        calls_once_open=len(await _numbers(api, after=newest)) if open_after else 0,
        answered_once_open=answered_once_open,
    )


async def _answered_by(kind: str, stood: Standing, person: UserId = ANNA) -> str:
    try:
        usage = await KINDS[kind](stood, person)
    except Unavailable:
        return "apology"
    return "script" if usage.model == "scripted" else "model"


async def _opened(kind: str, stood: Standing) -> int:
    """Ask on, for one person after the other, until the breaker opens; how many questions that took, all included."""
    (provider,) = stood.models.providers
    guarded = provider.ear if kind == "transcription" else provider.mind
    for number, person in enumerate(PEOPLE[1:], start=1):
        if guarded is not None and guarded.breaker.trouble != FINE:
            return number
        await _answered_by(kind, stood, person)
    return 0


async def _numbers(api: ModelApi, *, after: int = 0) -> list[int]:
    """Of the questions that came after that one; the look at the start is none."""
    return [call["number"] for path in ("chat", "audio") for call in await api.calls(path, after=after)]


async def _print() -> None:
    with tempfile.TemporaryDirectory(prefix="relove-faults-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        await asyncio.to_thread(folder.chmod, 0o711)
        postgres = EmbeddedPostgres(folder / "postgres", durable=False, database="relove_test")
        url = await postgres.start()
        await asyncio.to_thread(migrate, url)
        try:
            sys.stdout.write(
                f"{'fault':<22}{'asked for':<15}{'answer':<9}{'calls':>5}{'s':>6}  {'once open':<20}outcomes\n"
            )
            for fault in FAULTS:
                for kind in KINDS:
                    await _emptied(url)
                    sys.stdout.write(_line(await tried(fault, kind, url)))
                    sys.stdout.flush()
        finally:
            await postgres.stop()


async def _emptied(url: str) -> None:
    async with standing(url) as stood:
        for table in ("model_calls", "model_answers", "model_spending"):
            await stood.execute(f"DELETE FROM {table}")


def _line(row: Tried) -> str:
    once_open = f"{row.calls_once_open} calls, {row.answered_once_open}" if row.open_after else "stays closed"
    return (
        f"{row.fault:<22}{row.kind:<15}{row.answered_by:<9}{row.calls:>5}{row.took_s:>6.2f}"
        f"  {once_open:<20}{', '.join(row.outcomes)}\n"
    )


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    asyncio.run(_print())
