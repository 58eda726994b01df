"""What has changed from one version of a portrait to another, sentence by sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from relove_core.errors import InvalidInput
from relove_core.ids import UserId, VersionId
from relove_core.profiles.guards import require_person
from relove_core.profiles.portrait import Portrait, ProfileVersion
from relove_core.profiles.ports import ProfilesTx
from relove_core.transactions import Begin

_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?…])\s+|\s*\n\s*")


class SameVersion(InvalidInput):
    """A version is compared with another one, not with itself."""

    code = "profile.same_version"


class Change(StrEnum):
    KEPT = "kept"
    GONE = "gone"
    COME = "come"


@dataclass(frozen=True, slots=True)
class Sentence:
    change: Change
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """``summary`` and ``gallery`` read from top to bottom: what went stands before what came in its place."""

    older: ProfileVersion
    newer: ProfileVersion
    summary: tuple[Sentence, ...]
    gallery: tuple[Sentence, ...]
    streams_gone: tuple[str, ...]
    streams_come: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareVersions:
    begin: Begin[ProfilesTx]

    async def __call__(self, user_id: UserId, one: VersionId, other: VersionId) -> Comparison:
        """In whichever order they are named. Raises PersonUnknown, VersionUnknown, SameVersion."""
        async with self.begin() as tx:
            return await comparison_of(tx, user_id, one, other)


async def comparison_of(tx: ProfilesTx, user_id: UserId, one: VersionId, other: VersionId) -> Comparison:
    """Raises PersonUnknown, VersionUnknown, SameVersion."""
    if one == other:
        raise SameVersion("two different versions are needed")
    await require_person(tx, user_id)
    older = await tx.profiles.get(user_id, min(one, other))
    newer = await tx.profiles.get(user_id, max(one, other))
    return compared(older, newer)


def compared(older: ProfileVersion, newer: ProfileVersion) -> Comparison:
    before, after = older.portrait, newer.portrait
    return Comparison(
        older=older,
        newer=newer,
        summary=tuple(_changes(_sentences(before.summary), _sentences(after.summary))),
        gallery=tuple(_changes(_sentences(before.gallery), _sentences(after.gallery))),
        streams_gone=_missing(before, of=after),
        streams_come=_missing(after, of=before),
    )


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in _BETWEEN_SENTENCES.split(text.strip()) if sentence]


def _changes(before: Sequence[str], after: Sequence[str]) -> Iterator[Sentence]:
    for what, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            yield from (Sentence(Change.KEPT, text) for text in before[start:end])
        else:
            yield from (Sentence(Change.GONE, text) for text in before[start:end])
            yield from (Sentence(Change.COME, text) for text in after[new_start:new_end])


def _missing(portrait: Portrait, *, of: Portrait) -> tuple[str, ...]:
    """The programmes of one portrait that the other does not name."""
    other = {*of.completed, *of.interesting}
    return tuple(dict.fromkeys(slug for slug in (*portrait.completed, *portrait.interesting) if slug not in other))
