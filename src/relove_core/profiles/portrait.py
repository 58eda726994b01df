"""A person's psychological portrait, its versions, and what each was made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from relove_core.clock import require_aware
from relove_core.ids import UserId, VersionId

SUMMARY_CHARS = 4000
"""The longest portrait."""
GALLERY_CHARS = 200
"""The longest line for the gallery."""


class VersionAuthor(StrEnum):
    ROTATION = "rotation"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """``summary`` is ``User.psychological_summary``, ``gallery`` is ``User.profile_summary``; both without names.

    ``completed`` and ``interesting`` are slugs of programmes; together they are ``User.streams``.
    """

    summary: str
    gallery: str = ""
    completed: tuple[str, ...] = ()
    interesting: tuple[str, ...] = ()
    is_enough: bool = True
    """False: there is too little to tell, and ``summary`` says so and nothing else."""

    def __post_init__(self) -> None:
        if not 1 <= len(self.summary) <= SUMMARY_CHARS or len(self.gallery) > GALLERY_CHARS:
            raise ValueError(f"a portrait has up to {SUMMARY_CHARS} characters, its line up to {GALLERY_CHARS}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a version comes from. ``sources``: how many of what (activities, remarks, posts, bio), never a text.

    ``input_key`` tells one input from another, a SHA-256 in hexadecimal digits; ``None`` where an admin chose.
    """

    author: VersionAuthor
    made_by: UserId | None = None
    reason: str = ""
    restores: VersionId | None = None
    """Which earlier version it brings back."""
    sources: Mapping[str, int] = field(default_factory=dict)
    input_key: str | None = None
    provider: str = ""
    model: str = ""
    prompt_version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileVersion:
    id: VersionId
    user_id: UserId
    made_at: datetime
    portrait: Portrait
    provenance: Provenance

    def __post_init__(self) -> None:
        require_aware(made_at=self.made_at)
