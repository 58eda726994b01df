"""A person's profile: what repeats, what it may come from, and where light and shadow stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from relove_core.ids import SessionId

CELLS = 5
"""How many cells the scale has."""
ENOUGH = 6
"""How many signs a scale needs: fewer say more about the conversation than about the person."""
WINDOW = 5
"""How many of the newest conversations count: the scale can move."""
MOST = 8
"""The longest list of patterns or themes: the newest stay."""
MOST_NAMES = 50
"""So many names are remembered, the newest: who has told of more has not told of the oldest for years."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What one conversation brought to light, counted."""

    light: int
    dark: int


def signs_of(*, insights: Sequence[str], patterns: Sequence[str], difficulties: Sequence[str]) -> Signs:
    """The rule of the scale.

    Light is what the person saw and named themselves: each insight, in their words. Shadow is what still goes on by
    itself or stays shut: each pattern, each question that they could not or would not answer. Left out on purpose: the
    stage and its pace (going back is no shadow), how much was said, and any opinion of a model about the person.
    """
    return Signs(light=len(insights), dark=len(patterns) + len(difficulties))


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Kept as ``User.metaphysical_profile``. ``signs``: of the newest conversations, the last one last."""

    patterns: tuple[str, ...] = ()
    core_issue: str | None = None
    themes: tuple[str, ...] = ()
    signs: tuple[Signs, ...] = ()
    psychotype: str | None = None
    """In plain words, by the last diagnosis; so are the next two."""
    strengths: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    session_id: SessionId | None = None
    """The conversation that it was last learnt from."""
    names: tuple[str, ...] = ()
    """Whom they told of, the newest first: all else here is kept as they said it, and hidden anew in every session."""

    @property
    def is_empty(self) -> bool:
        return not (self.patterns or self.core_issue or self.themes or self.psychotype or self.light is not None)

    @property
    def light(self) -> int | None:
        """How many of the ``CELLS`` are light, halves rounded up; ``None`` where there is too little to tell."""
        light, dark = sum(s.light for s in self.signs), sum(s.dark for s in self.signs)
        return (2 * CELLS * light + light + dark) // (2 * (light + dark)) if light + dark >= ENOUGH else None

    def learn(
        self,
        session_id: SessionId,
        *,
        patterns: Sequence[str],
        core_issue: str | None,
        themes: Sequence[str],
        signs: Signs,
    ) -> "Profile":
        """After one more conversation: its findings first; where it found no core, the known one stays."""
        heard = (*self.signs, signs) if signs.light + signs.dark else self.signs
        return replace(
            self,
            patterns=tuple(dict.fromkeys((*patterns, *self.patterns)))[:MOST],
            core_issue=core_issue or self.core_issue,
            themes=tuple(dict.fromkeys((*themes, *self.themes)))[:MOST],
            signs=heard[-WINDOW:],
            session_id=session_id,
        )

    def diagnosed(self, psychotype: str, *, strengths: Sequence[str], triggers: Sequence[str]) -> "Profile":
        """After a diagnosis: the newest one counts."""
        return replace(self, psychotype=psychotype, strengths=tuple(strengths)[:MOST], triggers=tuple(triggers)[:MOST])

    def acquainted(self, names: Sequence[str]) -> "Profile":
        """Knowing these names as well, the newest first."""
        return replace(self, names=tuple(dict.fromkeys((*names, *self.names)))[:MOST_NAMES])

    def as_dict(self) -> dict[str, object]:
        by_diagnosis: dict[str, object] = {
            "psychotype": self.psychotype,
            "strengths": list(self.strengths),
            "triggers": list(self.triggers),
        }
        return {
            **(by_diagnosis if self.psychotype else {}),
            **({"names": list(self.names)} if self.names else {}),
            "patterns": list(self.patterns),
            "core_issue": self.core_issue,
            "themes": list(self.themes),
            "signs": [[s.light, s.dark] for s in self.signs],
            "session_id": self.session_id,
        }


def profile_from(kept: Mapping[str, Any] | None) -> Profile:
    """What ``Profile.as_dict`` has written, or an earlier version of it."""
    kept = kept or {}
    return Profile(
        patterns=tuple(kept.get("patterns") or ()),
        core_issue=kept.get("core_issue"),
        themes=tuple(kept.get("themes") or ()),
        signs=tuple(Signs(light, dark) for light, dark in kept.get("signs") or ()),
        psychotype=kept.get("psychotype"),
        strengths=tuple(kept.get("strengths") or ()),
        triggers=tuple(kept.get("triggers") or ()),
        session_id=kept.get("session_id"),
        names=tuple(kept.get("names") or ()),
    )
