"""A rule: a way of saying it, and what would make it mean something else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from relove_core.safety.levels import CrisisLevel
from relove_core.safety.russian.notation import pattern, stems
from relove_core.safety.russian.stems import Stems
from relove_core.safety.signals import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """``unless`` refuses a match by what stands in the same sentence, ``but_not_after`` by what stands right before it;
    ``along_with`` asks for more anywhere in the text. ``own`` marks forms that do not say who («порезала», «выпил»):
    somebody else named before them makes it somebody else's.
    """

    level: CrisisLevel
    kind: Kind
    says: re.Pattern[str]
    stems: Stems
    unless: re.Pattern[str] | None = None
    but_not_after: re.Pattern[str] | None = None
    along_with: re.Pattern[str] | None = None
    own: bool = False
    can_be_negated: bool = True

    def found_in(self, text: str) -> Iterator[re.Match[str]]:
        """Every place, overlapping ones too: a refused match must not hide the next."""
        found = self.says.search(text)
        if found and self.along_with and not self.along_with.search(text):
            return
        while found:
            yield found
            found = self.says.search(text, found.start() + 1)


def rule(
    level: CrisisLevel,
    kind: Kind,
    says: str,
    *,
    unless: str = "",
    but_not_after: str = "",
    along_with: str = "",
    own: bool = False,
    can_be_negated: bool = True,
) -> Rule:
    """A rule from its notation: see ``russian.notation``."""
    return Rule(
        level=level,
        kind=kind,
        says=pattern(says),
        stems=stems(says),
        unless=pattern(unless) if unless else None,
        but_not_after=pattern(but_not_after) if but_not_after else None,
        along_with=pattern(along_with) if along_with else None,
        own=own,
        can_be_negated=can_be_negated,
    )
