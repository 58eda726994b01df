"""What everybody does who thinks up the coach's words, and everybody who hears voices."""

from datetime import timedelta

import pytest

from relove_core.journey.analysis import StageProposal
from relove_core.journey.model import Stage
from relove_core.llm import LLMPort, NothingHeard, Prompt, Purpose, Speaker, Transcriber, Utterance, VoiceMessage
from relove_core.profiles.drafting import PortraitDraft
from relove_core.prompts import Label
from relove_core.readiness.model import ReadinessReport
from relove_core.redaction import RedactedText
from relove_core.safety.levels import CrisisLevel
from relove_core.sessions.coach import CoachTurn, SessionDigest, SessionSummary
from relove_core.sessions.diagnosis import Diagnosis, DiagnosticTurn
from relove_core.sessions.exercise import GuidedTurn, Reflection
from relove_core.testing.builders import ANNA, a_prompt

TOLD = (
    "Всю жизнь всех спасаю, а меня никто.",
    "Мама говорила, что надо терпеть.",
    "Боюсь, что без меня всё развалится.",
)

STREAM = "open-heart: Открытие Сердца. Признаки: легче помогать, чем просить; хочется близости, и она же пугает."


def a_dialogue(*, ends_with: Speaker = Speaker.PERSON) -> tuple[Utterance, ...]:
    """Question and answer, three times; the last word has who is named."""
    said = []
    for text in TOLD:
        said.append(Utterance(speaker=Speaker.COACH, text=RedactedText("И что тебе это даёт?")))
        said.append(Utterance(speaker=Speaker.PERSON, text=RedactedText(text)))
    return tuple(said if ends_with is Speaker.PERSON else [*said, said[0]])


def asked(purpose: Purpose) -> Prompt:
    """About ``TOLD``, at the refusal."""
    notes: dict[str, tuple[str, ...]] = {Label.PATTERNS: ("спасательство",), Label.DIGEST: ("Говорили о маме.",)}
    if purpose in (Purpose.DIAGNOSIS, Purpose.READINESS, Purpose.PORTRAIT):
        notes[Label.STREAMS] = (STREAM,)
    return a_prompt(purpose, stage=Stage.REFUSAL, dialogue=a_dialogue(), notes=notes)


class LLMContract:
    async def test_a_conversation_begins_with_a_question(self, llm: LLMPort) -> None:
        turn = (await llm.complete(a_prompt(), CoachTurn)).value

        assert "?" in turn.reply

    async def test_a_turn_answers_the_dialogue(self, llm: LLMPort) -> None:
        turn = (await llm.complete(asked(Purpose.COACH_TURN), CoachTurn)).value

        assert turn.reply
        assert turn.crisis is CrisisLevel.NORMAL

    async def test_a_turn_follows_on_a_turn_that_nobody_has_answered(self, llm: LLMPort) -> None:
        prompt = a_prompt(dialogue=a_dialogue(ends_with=Speaker.COACH))

        turn = (await llm.complete(prompt, CoachTurn)).value

        assert turn.reply

    async def test_a_summary_finds_something_in_what_was_said(self, llm: LLMPort) -> None:
        summary = (await llm.complete(asked(Purpose.SESSION_SUMMARY), SessionSummary)).value

        assert summary != SessionSummary()

    async def test_a_digest_is_a_text(self, llm: LLMPort) -> None:
        digest = (await llm.complete(asked(Purpose.SESSION_DIGEST), SessionDigest)).value

        assert digest.digest

    async def test_an_analysis_names_a_stage(self, llm: LLMPort) -> None:
        found = (await llm.complete(asked(Purpose.STAGE_ANALYSIS), StageProposal)).value

        assert found.stage in Stage

    async def test_a_diagnosis_begins_with_a_question_and_ends_with_a_stage(self, llm: LLMPort) -> None:
        first = (await llm.complete(a_prompt(Purpose.DIAGNOSTIC_TURN), DiagnosticTurn)).value
        found = (await llm.complete(asked(Purpose.DIAGNOSIS), Diagnosis)).value

        assert "?" in first.reply
        assert found.stage in Stage

    async def test_an_exercise_gets_a_word_to_each_answer_and_one_to_all(self, llm: LLMPort) -> None:
        turn = (await llm.complete(asked(Purpose.GUIDED_TURN), GuidedTurn)).value
        shown = (await llm.complete(asked(Purpose.REFLECTION), Reflection)).value

        assert turn.reply
        assert shown.reply

    async def test_readiness_is_told_in_percent(self, llm: LLMPort) -> None:
        found = (await llm.complete(asked(Purpose.READINESS), ReadinessReport)).value

        assert all(0 <= one.percent <= 100 for one in found.streams)

    async def test_a_portrait_rests_on_words_that_were_said(self, llm: LLMPort) -> None:
        drawn = (await llm.complete(asked(Purpose.PORTRAIT), PortraitDraft)).value

        assert drawn.is_enough
        assert drawn.summary
        assert drawn.evidence
        assert all(any(quote in text for text in TOLD) for quote in drawn.evidence)

    async def test_an_answer_says_which_model_gave_it(self, llm: LLMPort) -> None:
        usage = (await llm.complete(asked(Purpose.COACH_TURN), CoachTurn)).usage

        assert usage.model


def a_voice(content: bytes = b"OggS not really") -> VoiceMessage:
    return VoiceMessage(person=ANNA, content=content, file_name="voice.ogg", lasts=timedelta(seconds=7))


class TranscriberContract:
    async def test_a_voice_becomes_text_and_costs_its_length(self, transcriber: Transcriber) -> None:
        heard = await transcriber.transcribe(a_voice())

        assert heard.text
        assert heard.usage.audio == timedelta(seconds=7)

    async def test_nothing_can_be_heard_in_nothing(self, transcriber: Transcriber) -> None:
        with pytest.raises(NothingHeard):
            await transcriber.transcribe(a_voice(b""))
