"""What a portrait is made of: what a person did and said lately, and what they show of themselves in public."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from relove_core.activity.model import ActivityKind
from relove_core.safety.detector import detect_safely
from relove_core.safety.levels import CrisisLevel
from relove_core.telegram import PublicPage

MOST_DEEDS = 50
"""How many of the newest activities. Source: the product's rules of profile rotation."""

SAID_CHARS = 16_000
"""How much of the newest remarks is shown: some 7,000 tokens of Russian."""

ENOUGH_CHARS = 200
"""Of the person's own words, what is repeated counted once: three or four answers of a line each, or one short post.
With less, six sentences about somebody cannot be written without making things up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One activity. ``name``: which command or button; ``text``: their words, where they were said in a session."""

    id: int
    at: datetime
    kind: ActivityKind
    name: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """``deeds``: the oldest first."""

    deeds: tuple[Deed, ...] = ()
    page: PublicPage = field(default_factory=PublicPage)

    @property
    def sources(self) -> Mapping[str, int]:
        """How many of what, for the provenance."""
        return {
            "activities": len(self.deeds),
            "remarks": sum(deed.text is not None for deed in self.deeds),
            "posts": len(self.page.posts),
            "bio": int(bool(self.page.bio)),
        }

    @property
    def said(self) -> tuple[str, ...]:
        """The remarks, the oldest first."""
        return tuple(deed.text for deed in self.deeds if deed.text and deed.text.strip())

    @property
    def own_words(self) -> tuple[str, ...]:
        """What the person has said or shown themselves, each once: bio, posts, then remarks, the oldest first."""
        bio = (self.page.bio,) if self.page.bio else ()
        return tuple(dict.fromkeys((*bio, *self.page.posts, *self.said)))

    def key(self, prompt_version: str) -> str:
        """The same for the same material and the same instructions: it is asked about once. A photo is no text."""
        said = [[deed.id, deed.text] for deed in self.deeds]
        whole = json.dumps([prompt_version, said, self.page.bio, list(self.page.posts)], ensure_ascii=True)
        return hashlib.sha256(whole.encode()).hexdigest()


def showable(material: Material) -> Material:
    """What of it a model may see, and so all that a portrait may rest on: the newest remarks that fit, and the page.

    Words in which a signal of crisis is heard are left out. What is heard in a post holds nobody: a channel carries
    poems and other people's words, and was not written to us.
    """
    page = material.page
    quiet = replace(page, bio=_quiet(page.bio), posts=tuple(post for post in page.posts if _quiet(post)))
    return replace(material, page=quiet, deeds=tuple(_showable(material.deeds))[::-1])


def _showable(deeds: Sequence[Deed]) -> Iterator[Deed]:
    """The newest first. What does not fit is not even listened to: that takes a second for as much as there can be."""
    room = SAID_CHARS
    for deed in reversed(deeds):
        room -= len(deed.text or "")
        yield replace(deed, text=_quiet(deed.text) if room >= 0 else None)


def _quiet(text: str | None) -> str | None:
    """Tiredness and sorrow stay: they are what a portrait is about."""
    signal = detect_safely(text) if text else None
    return text if signal is None or signal.level <= CrisisLevel.SUPPORT else None


def is_enough(material: Material) -> bool:
    """Whether there is anything to make a portrait of.

    Commands and buttons do not count: they say what the bot offers, not who somebody is.
    """
    return sum(map(len, material.own_words)) >= ENOUGH_CHARS
