"""What a model is asked about a person, and how much of its answer is believed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from relove_core.markup import clip
from relove_core.profiles.clinical import names_diagnosis
from relove_core.profiles.evidence import Words, folded, stands_in
from relove_core.profiles.offered import Offered
from relove_core.profiles.portrait import GALLERY_CHARS, SUMMARY_CHARS, Portrait
from relove_core.prose import brings_in, is_russian, sentences, tidy
from relove_core.redaction import PLACEHOLDER, Hidden, Redactor

MOST_EVIDENCE = 5
LEAST_SUMMARY_CHARS = 150
"""Some three sentences: less is no portrait."""
FAULT = "fault"
"""The fact that says why the draft before was refused: one of ``Fault``."""
INSUFFICIENT = "Недостаточно данных."

COACH = frozenset({"наташа"})
"""Whose name may stand in a portrait: the coach's own."""
_NAMES = re.compile(r"(?:\[(?:ИМЯ|ОТЧЕСТВО|ФАМИЛИЯ|НИК)_\d+\]\s*)+(?<!\s)", re.IGNORECASE)
#: Where a name was to be: a model forgets the number of a placeholder, or its brackets.
_GAP = re.compile(r"\[[^\[\]]*[^\W\d_][^\[\]]*\]|\b[а-яё]{2,}_\d+\b", re.IGNORECASE)
_SELF, _SOMEBODY = "этот человек", "близкий человек"


class PortraitDraft(BaseModel):
    """A portrait as a model draws it; ``evidence``: the person's own words that it rests on, verbatim."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    is_enough: bool
    evidence: tuple[str, ...] = Field(default=(), max_length=MOST_EVIDENCE)
    summary: str = Field(default="", max_length=SUMMARY_CHARS)
    gallery: str = ""
    completed: tuple[str, ...] = ()
    interesting: tuple[str, ...] = ()


class Fault(StrEnum):
    """Why a draft is refused; a word for logs, and for the instructions when it is asked for again."""

    BRIEF = "brief"
    LANGUAGE = "language"
    BRINGS_IN = "brings_in"
    """A link, a number, a command, or markup that cannot be taken out."""
    DIAGNOSIS = "diagnosis"
    PLACEHOLDER = "placeholder"
    """One that nobody gave out, one that stands for no name, or what is left of one."""
    NAMES = "names"
    """It names somebody, or a way to reach them: of this person or of another."""
    UNPROVEN = "unproven"
    """The words that it rests on are not the person's: it is a portrait of somebody else, or of nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What a draft is measured by. ``words``: the person's own; ``names``: what they are called."""

    words: Words
    hidden: Hidden
    names: Sequence[str]
    offered: Offered


def insufficient(offered: Offered) -> Portrait:
    """What is kept where there is too little to tell."""
    return Portrait(summary=INSUFFICIENT, interesting=offered.interesting(()), is_enough=False)


def believed(draft: PortraitDraft, measure: Measure, redactor: Redactor) -> Portrait | Fault:
    """The portrait without names, or why it is refused.

    Output of a model is untrusted: it may have obeyed what stands in a post, or speak of somebody else. A draft does
    so that quotes words of the person's no more often than words that are not theirs.
    """
    if not draft.is_enough:
        return insufficient(measure.offered)
    fault = _fault_in(draft, measure, redactor)
    if fault is not None:
        return fault
    summary = _kept(draft.summary, measure)
    completed = measure.offered.completed(draft.completed)
    return Portrait(
        summary=summary[:SUMMARY_CHARS],
        gallery=clip(_kept(draft.gallery, measure) or sentences(summary)[0], GALLERY_CHARS),
        completed=completed,
        interesting=measure.offered.interesting(draft.interesting, without=completed),
    )


def _fault_in(draft: PortraitDraft, measure: Measure, redactor: Redactor) -> Fault | None:
    texts = (draft.summary, draft.gallery)
    plain = [_plain(text) for text in texts]
    if any(map(brings_in, texts)) or [_plain(text) for text in plain] != plain:
        return Fault.BRINGS_IN
    if len(plain[0]) < LEAST_SUMMARY_CHARS or not sentences(plain[0]):
        return Fault.BRIEF
    if not all(map(is_russian, plain)):
        return Fault.LANGUAGE
    if any(names_diagnosis(measure.words.without_quotes(text)) for text in plain):
        return Fault.DIAGNOSIS
    if any(_has_odd_placeholder(text, measure.hidden) for text in plain):
        return Fault.PLACEHOLDER
    if _names_somebody(plain, measure, redactor):
        return Fault.NAMES
    proven = sum(map(measure.words.prove, draft.evidence))
    return None if proven > len(draft.evidence) - proven else Fault.UNPROVEN


def _kept(text: str, measure: Measure) -> str:
    return _nameless(measure.words.quoting_nobody_else(_plain(text)), measure)


def _plain(text: str) -> str:
    """Without markup; paragraphs stay."""
    lines = (" ".join(line.split()) for line in tidy(text).splitlines())
    return "\n".join(filter(None, lines))


def _has_odd_placeholder(text: str, hidden: Hidden) -> bool:
    return bool(hidden.unknown_in(text)) or bool(_GAP.search(_NAMES.sub("", text)))


def _names_somebody(texts: Sequence[str], measure: Measure, redactor: Redactor) -> bool:
    """Whatever was hidden, or was in no text at all: what stood there openly is a word for the redactor, no name."""
    found = redactor.hide([PLACEHOLDER.sub("", text) for text in texts], known={}).placeholders.values()
    hidden = {folded(thing) for thing in measure.hidden.placeholders.values()}
    raw = folded("\n".join(measure.hidden.raw))
    things = {folded(thing) for thing in found} - COACH
    return any(thing in hidden or not stands_in(raw, thing) for thing in things)


def _nameless(text: str, measure: Measure) -> str:
    """Placeholders stand in the nominative (the instructions ask for it), and so does what takes their place."""
    own = {name.casefold() for name in measure.names}
    originals = {placeholder.upper(): thing for placeholder, thing in measure.hidden.placeholders.items()}

    def named(found: re.Match[str]) -> str:
        things = (originals[placeholder.upper()].casefold() for placeholder in PLACEHOLDER.findall(found.group()))
        word = _SELF if any(thing in own for thing in things) else _SOMEBODY
        begins = not text[: found.start()].strip() or text[: found.start()].rstrip().endswith((".", "!", "?", "…"))
        return word.capitalize() if begins else word

    return _NAMES.sub(named, text)
