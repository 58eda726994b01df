"""The notation of the bank: forms by gender ``{female|male|unknown}``, slots for the person's words ``«{quote}»``."""

import re
from collections.abc import Mapping
from enum import StrEnum


class Gender(StrEnum):
    """How a person is addressed; the names and their order are those of the notation."""

    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


_FORMS = re.compile(r"\{([^{}|]*)\|([^{}|]*)\|([^{}|]*)\}")
_SLOT = re.compile(r"«\{([a-z]+)\}»")
_QUOTED = re.compile(r"«[^«»]*»")
_SENTENCE = re.compile(r"[^.?!…]+[.?!…]*")
_SPACES = re.compile(r"\s+")


def gender_of(fact: str | None) -> Gender:
    """Anything that is not a known gender is addressed without one."""
    return Gender(fact) if fact in {"female", "male"} else Gender.UNKNOWN


def forms(text: str) -> dict[Gender, str]:
    """The text for each gender; slots stay.

    Raises:
        ValueError: a brace is left that is neither three forms nor a slot inside «».
    """
    rendered = {gender: _FORMS.sub(rf"\{number}", text) for number, gender in enumerate(Gender, start=1)}
    for form in rendered.values():
        if re.search(r"[{}|]", _SLOT.sub("", form)):
            raise ValueError(f"neither {{female|male|unknown}} nor «{{slot}}» in {text!r}")
        if form != form.strip() or "  " in form or re.search(r" [,.?!:;…]", form):
            raise ValueError(f"a stray space in {form!r}")
    return rendered


def slots(text: str) -> frozenset[str]:
    return frozenset(_SLOT.findall(text))


def fill(text: str, words: Mapping[str, str]) -> str:
    return _SLOT.sub(lambda m: f"«{words[m.group(1)]}»", text)


def skeleton(text: str) -> tuple[str, ...]:
    """The sentences of a text with every quotation emptied: what a template and its filled text have in common."""
    bare = _SPACES.sub(" ", _QUOTED.sub("«»", text)).strip()
    return tuple(s.strip() for s in _SENTENCE.findall(bare) if s.strip())


def quotations(text: str) -> tuple[str, ...]:
    return tuple(q[1:-1] for q in _QUOTED.findall(text))
