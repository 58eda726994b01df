"""A rule: a way of saying it, and what would make it mean something else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from relove_core.safety.levels import CrisisLevel
from relove_core.safety.russian.notation import pattern
from relove_core.safety.russian.sounds import soften
from relove_core.safety.signals import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """``stems``: one of them is in every text that can match, so that most rules cost one substring search.

    ``unless`` refuses a match by what stands in the same sentence around it, ``but_not_after`` by what stands right
    before; ``along_with`` asks for more anywhere in the text. ``own`` marks forms that do not say who
    («порезала», «выпил»): somebody else named before them makes it somebody else's.
    """

    level: CrisisLevel
    kind: Kind
    says: re.Pattern[str]
    stems: tuple[str, ...]
    unless: re.Pattern[str] | None = None
    but_not_after: re.Pattern[str] | None = None
    along_with: re.Pattern[str] | None = None
    own: bool = False
    can_be_negated: bool = True

    def found_in(self, text: str) -> Iterator[re.Match[str]]:
        """Every place, overlapping ones too: a refused match must not hide the next."""
        if not any(stem in text for stem in self.stems) or (self.along_with and not self.along_with.search(text)):
            return
        found = self.says.search(text)
        while found:
            yield found
            found = self.says.search(text, found.start() + 1)


def rule(
    level: CrisisLevel,
    kind: Kind,
    says: str,
    stems: str,
    *,
    unless: str = "",
    but_not_after: str = "",
    along_with: str = "",
    own: bool = False,
    can_be_negated: bool = True,
) -> Rule:
    return Rule(
        level=level,
        kind=kind,
        says=pattern(says),
        stems=tuple(map(soften, stems.split())),
        unless=pattern(unless) if unless else None,
        but_not_after=pattern(but_not_after) if but_not_after else None,
        along_with=pattern(along_with) if along_with else None,
        own=own,
        can_be_negated=can_be_negated,
    )
