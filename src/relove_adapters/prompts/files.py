"""Instructions from the Russian texts beside the slices, put together as the texts themselves say."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from types import MappingProxyType

from relove_core.journey.model import Stage
from relove_core.llm import REPAIR, Purpose, Repair
from relove_core.profiles.drafting import FAULT, Fault
from relove_core.prompts import SYMBOLS, Fact, Instructions
from relove_core.users.model import ADDRESS_UNKNOWN, Gender, Intensity

SLICES = ("relove_core.journey", "relove_core.profiles", "relove_core.sessions", "relove_core.readiness")
"""Where ``prompts/*.ru.md`` are."""
_SUFFIX = ".ru.md"

#: The closed words of a prompt. Nothing else becomes part of an instruction.
WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        Fact.STAGE: frozenset(Stage),
        Fact.GENDER: frozenset({Gender.FEMALE, Gender.MALE, ADDRESS_UNKNOWN}),
        Fact.INTENSITY: frozenset(Intensity),
        Fact.SYMBOLS: frozenset(SYMBOLS.values()),
        REPAIR: frozenset(Repair),
        FAULT: frozenset(Fault),
    }
)
_MAY_BE_LEFT_OUT = frozenset({REPAIR, FAULT})

#: ``{{> data}}``: a whole text; ``{{> stages by stage}}``: the section that a fact names; ``{{stage}}``: that fact.
MARKER = re.compile(r"\{\{(?:> (?P<text>\w+)(?: by (?P<by>\w+))?|(?P<word>\w+))\}\}")
_SECTION = re.compile(r"^## (\w+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FilePrompts:
    """``texts``: by the names of their files. The version of an answer is one of all texts that its purpose takes."""

    texts: Mapping[str, str]

    def __post_init__(self) -> None:
        for name, text in self.texts.items():
            if "{{" in MARKER.sub("", text):
                raise LookupError(f"{name}: a marker that means nothing")
            for marker in MARKER.finditer(text):
                self._require(name, marker)

    @classmethod
    def packaged(cls) -> "FilePrompts":
        """Those of this release.

        Raises:
            LookupError: a text or a section of one is missing, or one too many; its name is told.
        """
        return cls(dict(_packaged()))

    def instructions(self, purpose: Purpose, facts: Mapping[str, str]) -> Instructions:
        if purpose not in tuple(Purpose) or purpose not in self.texts:
            raise LookupError("there are no instructions for this purpose")
        for fact, word in facts.items():
            if word not in WORDS.get(fact, ()):
                # What stands there may be of a person: it is not quoted.
                raise LookupError(f"a fact without words of ours, the known ones are {', '.join(WORDS)}")
        text = re.sub(r"\n{3,}", "\n\n", self._composed(purpose, facts)).strip()
        return Instructions(text=text, version=self.version(purpose))

    def version(self, purpose: Purpose) -> str:
        """The same on every machine while these texts are."""
        taken = "\0".join(f"{name}\0{self.texts[name]}" for name in sorted(self._taken_by(purpose)))
        return sha256(taken.encode()).hexdigest()[:12]

    def _composed(self, name: str, facts: Mapping[str, str]) -> str:
        return MARKER.sub(lambda marker: self._filled(marker, facts), self.texts[name])

    def _filled(self, marker: re.Match[str], facts: Mapping[str, str]) -> str:
        fact = marker["word"] or marker["by"]
        if fact in _MAY_BE_LEFT_OUT and fact not in facts:
            return ""
        if marker["word"]:
            return str(facts[fact])
        if marker["by"]:
            return sections(self.texts[marker["text"]])[facts[fact]]
        return self._composed(marker["text"], facts).strip()

    def _require(self, name: str, marker: re.Match[str]) -> None:
        fact, text = marker["word"] or marker["by"], marker["text"]
        if fact and fact not in WORDS:
            raise LookupError(f"{name}: there is no fact {fact}")
        if text and text not in self.texts:
            raise LookupError(f"{name}: there is no text {text}")
        if text and fact and sections(self.texts[text]).keys() != WORDS[fact]:
            raise LookupError(f"{text}: one section for each of {', '.join(sorted(WORDS[fact]))}, and no other")

    def _taken_by(self, name: str) -> Iterator[str]:
        yield name
        for marker in MARKER.finditer(self.texts[name]):
            if marker["text"]:
                yield from self._taken_by(marker["text"])


def sections(text: str) -> dict[str, str]:
    """A text by its headings of the second rank."""
    _, *parts = _SECTION.split(text)
    return {heading: part.strip() for heading, part in zip(parts[::2], parts[1::2], strict=True)}


def _packaged() -> Iterator[tuple[str, str]]:
    for place in SLICES:
        for file in files(place).joinpath("prompts").iterdir():
            if file.name.endswith(_SUFFIX):
                yield file.name.removesuffix(_SUFFIX), file.read_text(encoding="utf-8")
