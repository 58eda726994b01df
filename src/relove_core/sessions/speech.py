"""What a remark of the coach may be like: what is asked for again, and what is put right."""

import re

from pydantic import BaseModel

from relove_core.llm import REPAIR, Prompt, Repair, Speaker
from relove_core.prose import LETTER, is_russian, sentences
from relove_core.sessions.coach import CoachTurn
from relove_core.sessions.exercise import GuidedTurn

MOST_SENTENCES = 3
"""More is a lecture. Source: the product's rule of one to three short sentences a turn."""

_CLOSED = frozenset({"stage", "crisis", "stream", "slug", "quote", "quotes", "evidence", "completed", "interesting"})
"""Fields in closed words of ours, or in the person's own: they say nothing of a model's language."""
_REFUSAL = re.compile(
    r"как (?:языковая|большая языковая) модель|как (?:искусственный интеллект|ии)[ ,-]|я (?:всего лишь )?(?:языковая"
    r" модель|ии-модель|ии-ассистент)|(?:к сожалению|извините|простите|сожалею)[^.!?]{0,40}(?:не могу|не в состоянии)"
    r"|не могу (?:помочь с этим|выполнить|продолжать этот|обсуждать|ответить на (?:этот|это))|as an ai|i can(?:no|')t"
    r"|i'm sorry",
    re.IGNORECASE,
)


def fault_in(prompt: Prompt, answer: BaseModel) -> Repair | None:
    """Why an answer of the right shape is to be asked for again; a lecture only once."""
    if not isinstance(answer, CoachTurn | GuidedTurn):
        return None if is_russian(_words_of(answer)) else Repair.LANGUAGE
    if answer.crisis.rank:
        return None
    if _REFUSAL.search(answer.reply):
        return Repair.REFUSAL
    if not is_russian(answer.reply):
        return Repair.LANGUAGE
    if _bare(answer.reply) in (_bare(u.text) for u in prompt.dialogue[-4:] if u.speaker is Speaker.COACH):
        return Repair.REPEATED
    is_lecture = len(sentences(answer.reply)) > MOST_SENTENCES
    return Repair.BRIEF if is_lecture and prompt.facts.get(REPAIR) != Repair.BRIEF else None


def cut_short(text: str) -> str:
    """At most ``MOST_SENTENCES`` of it; a question at the end is what the turn is for, so it stays."""
    parts = sentences(text)
    if len(parts) <= MOST_SENTENCES:
        return text
    ends_in_question = parts[-1].rstrip('»")').endswith("?")
    kept = [*parts[: MOST_SENTENCES - 1], parts[-1]] if ends_in_question else parts[:MOST_SENTENCES]
    return " ".join(kept)


def _bare(text: str) -> str:
    return "".join(LETTER.findall(text.casefold()))


def _words_of(answer: BaseModel) -> str:
    """All texts of an answer; closed words of ours are in Latin letters, and are left out."""
    return " ".join(_texts_in(value) for name, value in answer if name not in _CLOSED)


def _texts_in(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(map(_texts_in, value))
    return _words_of(value) if isinstance(value, BaseModel) else value if isinstance(value, str) else ""
