"""What a remark of the coach may be like: what is asked for again, and what is put right."""

import re
from itertools import pairwise

from pydantic import BaseModel

from relove_core.llm import REPAIR, Prompt, Repair, Speaker
from relove_core.markup import clean
from relove_core.sessions.coach import CoachTurn
from relove_core.sessions.exercise import GuidedTurn

MOST_SENTENCES = 3
"""More is a lecture. Source: the product's rule of one to three short sentences a turn."""

_END = re.compile(r"[.!?…]+[»\")]*\s+(?=[«\"(—–-]?\s?[A-ZА-ЯЁ0-9\[])|\n+")
_QUOTED = re.compile(r"«[^«»]*»")
_CLOSED = frozenset({"stage", "crisis", "stream", "slug", "quote", "quotes"})
"""Fields in closed words of ours, or in the person's own: they say nothing of a model's language."""
_LETTER = re.compile(r"[^\W\d_]")
_RUSSIAN = re.compile(r"[а-яё]", re.IGNORECASE)
_MOSTLY = 0.5
"""Of the letters; names of brands and quotations in another language are no reason to ask again."""
_REFUSAL = re.compile(
    r"как (?:языковая|большая языковая) модель|как (?:искусственный интеллект|ии)[ ,-]|я (?:всего лишь )?(?:языковая"
    r" модель|ии-модель|ии-ассистент)|(?:к сожалению|извините|простите|сожалею)[^.!?]{0,40}(?:не могу|не в состоянии)"
    r"|не могу (?:помочь с этим|выполнить|продолжать этот|обсуждать|ответить на (?:этот|это))|as an ai|i can(?:no|')t"
    r"|i'm sorry",
    re.IGNORECASE,
)
#: What a client of Telegram makes a link of by itself. Every run is bounded: a model may answer with one endless word.
_LINK = re.compile(
    r"(?:\w[\w+.-]{0,30})?://\S*|\b(?:mailto|tel|sms|tg|javascript|data):\S+|\b(?:www|t)\.[a-z]\S*"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}|(?<!\w)@[a-z]\w{2,31}"
    r"|(?:\b[\w-]{1,63}\.){1,8}(?:[a-z]{2,24}|(?-i:рф|рус|онлайн|сайт|москва))\b(?:[/:?#]\S*)?"
    r"|(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}\b(?:[/:]\S*)?",
    re.IGNORECASE,
)
#: No number of the person's is known to a model: this one is made up.
_NUMBER = re.compile(r"(?<![\w+])\+?\d(?:[ ()-]{0,2}\d){9,18}(?!\w)")
#: Pressed, a command is sent: the only ones that she names are these.
_COMMAND = re.compile(r"(?<![\w/<])(?:/(?!(?:end_session|streams)\b)[a-z]\w*(?:@\w{1,32})?)+", re.IGNORECASE)
_NAMED_LINK = re.compile(
    r"!?\[(?![А-ЯЁ]+_\d+\])([^\[\]\n]{0,200})\](?:\([^()\n]{0,200}\)|\[\d{0,3}\]|: )", re.IGNORECASE
)
_MARKUP = re.compile(
    r"</?[A-Za-z][^<>]{0,400}>|<!--|-->|</?(?=[A-Za-z!])|\*+|__+|~~+|\|\|+|`+|(?<!\w)_|(?<=[^\W\d])_(?!\w)"
    r"|[#$](?=\[|[^\W\d])|(?<!\d)\]\(|^\s{0,3}(?:#{1,6}|[-•>])\s+",
    re.MULTILINE,
)


def fault_in(prompt: Prompt, answer: BaseModel) -> Repair | None:
    """Why an answer of the right shape is to be asked for again; a lecture only once."""
    if not isinstance(answer, CoachTurn | GuidedTurn):
        return None if _is_russian(_words_of(answer)) else Repair.LANGUAGE
    if answer.crisis.rank:
        return None
    if _REFUSAL.search(answer.reply):
        return Repair.REFUSAL
    if not _is_russian(answer.reply):
        return Repair.LANGUAGE
    if _bare(answer.reply) in (_bare(u.text) for u in prompt.dialogue[-4:] if u.speaker is Speaker.COACH):
        return Repair.REPEATED
    is_lecture = len(sentences(answer.reply)) > MOST_SENTENCES
    return Repair.BRIEF if is_lecture and prompt.facts.get(REPAIR) != Repair.BRIEF else None


def tidy(text: str) -> str:
    """A model's words without what it must not bring in: links, numbers, commands and markup."""
    text = _NAMED_LINK.sub(r"\1", clean(text))
    for unwanted in (_LINK, _NUMBER, _COMMAND, _MARKUP):
        text = unwanted.sub("", text)
    return re.sub(r"[ \t]+([.,!?…:;»)])", r"\1", re.sub(r"[ \t]{2,}", " ", text)).strip()


def cut_short(text: str) -> str:
    """At most ``MOST_SENTENCES`` of it; a question at the end is what the turn is for, so it stays."""
    parts = sentences(text)
    if len(parts) <= MOST_SENTENCES:
        return text
    ends_in_question = parts[-1].rstrip('»")').endswith("?")
    kept = [*parts[: MOST_SENTENCES - 1], parts[-1]] if ends_in_question else parts[:MOST_SENTENCES]
    return " ".join(kept)


def sentences(text: str) -> list[str]:
    """A text by its sentences; what is quoted belongs to the sentence around it."""
    veiled = _QUOTED.sub(lambda found: "«" + "x" * (len(found[0]) - 2) + "»", text)
    ends = [0, *(found.end() for found in _END.finditer(veiled)), len(text)]
    return [part for start, end in pairwise(ends) if _LETTER.search(part := text[start:end].strip())]


def _is_russian(text: str) -> bool:
    letters = _LETTER.findall(text)
    return not letters or len(_RUSSIAN.findall(text)) >= _MOSTLY * len(letters)


def _bare(text: str) -> str:
    return "".join(_LETTER.findall(text.casefold()))


def _words_of(answer: BaseModel) -> str:
    """All texts of an answer; closed words of ours are in Latin letters, and are left out."""
    return " ".join(_texts_in(value) for name, value in answer if name not in _CLOSED)


def _texts_in(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(map(_texts_in, value))
    return _words_of(value) if isinstance(value, BaseModel) else value if isinstance(value, str) else ""
