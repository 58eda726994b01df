"""Whose portrait it is, and what of them a model is shown."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from relove_core.activity.model import ActivityKind
from relove_core.ids import UserId
from relove_core.journey.model import Stage
from relove_core.profiles.material import Deed, Material
from relove_core.profiles.model import Profile, profile_from
from relove_core.profiles.offered import Offered
from relove_core.profiles.portrait import Portrait
from relove_core.prompts import Label
from relove_core.streams.noting import catalogue_notes
from relove_core.users.model import User, address_of

MOST_DEEDS_TOLD = 20
"""So many kinds of deeds, the most frequent ones."""

_DONE = {
    ActivityKind.MESSAGE: "сообщение",
    ActivityKind.COMMAND: "команда",
    ActivityKind.BUTTON: "кнопка",
    ActivityKind.EDIT: "правка сообщения",
    ActivityKind.MEDIA: "вложение",
    ActivityKind.BLOCKED: "закрыл бота",
    ActivityKind.UNBLOCKED: "снова открыл бота",
    ActivityKind.OTHER: "другое",
}


class Source(StrEnum):
    """What notes of this question hold, beside those that every question has."""

    BIO = "bio"
    POSTS = "posts"
    DEEDS = "deeds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitter:
    """Whose portrait it is. ``before``: the portrait that there is so far."""

    user_id: UserId
    address: str
    stage: Stage
    names: tuple[str, ...]
    profile: Profile
    before: str | None
    offered: Offered


def sitter_of(user: User, *, before: Portrait | None, offered: Offered) -> Sitter:
    return Sitter(
        user_id=user.id,
        address=address_of(user.gender),
        stage=Stage(user.last_journey_stage) if user.last_journey_stage else Stage.ORDINARY_WORLD,
        names=user.names,
        profile=profile_from(user.metaphysical_profile),
        before=before.summary if before else None,
        offered=offered,
    )


def notes_of(sitter: Sitter, material: Material) -> Mapping[str, tuple[str, ...]]:
    """By label; what is not known has no label."""
    profile, page = sitter.profile, material.page
    notes: Mapping[str, tuple[str, ...]] = {
        Label.PATTERNS: profile.patterns,
        Label.CORE_ISSUE: (profile.core_issue,) if profile.core_issue else (),
        Label.THEMES: profile.themes,
        Label.PORTRAIT: (sitter.before,) if sitter.before else (),
        Source.BIO: (page.bio,) if page.bio else (),
        Source.POSTS: page.posts,
        Source.DEEDS: tuple(_told(material.deeds)),
        **catalogue_notes(sitter.offered.streams),
    }
    return {label: texts for label, texts in notes.items() if texts}


def _told(deeds: Sequence[Deed]) -> Iterator[str]:
    """What was done without words, and how often."""
    done = Counter((deed.kind, deed.name or "") for deed in deeds if deed.text is None)
    for (kind, name), times in done.most_common(MOST_DEEDS_TOLD):
        yield f"{_DONE[kind]} {name}".strip() + f": {times}"
