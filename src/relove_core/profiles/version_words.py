"""Versions of a portrait and what changed between two, in words for the team."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from relove_core.alerts.wording import TEAM
from relove_core.markup import Html, pages
from relove_core.profiles.compare_versions import Change, Comparison, Sentence
from relove_core.profiles.moments import moment
from relove_core.profiles.portrait import ProfileVersion
from relove_core.texts import Texts

PART_CHARS = 3_000
"""Of a text in one message: markup and what is escaped have room beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionWords:
    texts: Texts

    def origin(self, version: ProfileVersion, *, is_current: bool = False) -> Html:
        """When, by whom, why and of what a version was made; nothing of what it says."""
        made = version.provenance
        return self.texts(
            "version",
            TEAM,
            version=str(version.id),
            is_current="yes" if is_current else "no",
            moment=moment(version.made_at),
            author=made.author.value,
            by=str(made.made_by or ""),
            restores=str(made.restores or ""),
            reason=made.reason,
            model=" ".join(filter(None, (made.provider, made.model))) or "—",
            prompt=made.prompt_version or "—",
            activities=made.sources.get("activities", 0),
            remarks=made.sources.get("remarks", 0),
            posts=made.sources.get("posts", 0),
            bio=made.sources.get("bio", 0),
            is_enough="yes" if version.portrait.is_enough else "no",
        )

    def whole(self, version: ProfileVersion) -> Iterator[Html]:
        portrait = version.portrait
        yield from (self.texts("version-text", TEAM, text=part) for part in pages(portrait.summary, chars=PART_CHARS))
        if portrait.gallery:
            yield self.texts("version-gallery", TEAM, text=portrait.gallery)
        for code, slugs in (("completed", portrait.completed), ("interesting", portrait.interesting)):
            if slugs:
                yield self.texts(f"version-{code}", TEAM, streams=", ".join(slugs))

    def comparison(self, found: Comparison) -> Iterator[Html]:
        yield self.origin(found.older)
        yield self.origin(found.newer)
        yield self.texts("comparison-summary", TEAM)
        yield from self._sentences(found.summary)
        if found.gallery:
            yield self.texts("comparison-gallery", TEAM)
            yield from self._sentences(found.gallery)
        for code, slugs in (("gone", found.streams_gone), ("come", found.streams_come)):
            if slugs:
                yield self.texts(f"comparison-streams-{code}", TEAM, streams=", ".join(slugs))

    def _sentences(self, sentences: Sequence[Sentence]) -> Iterator[Html]:
        if all(sentence.change is Change.KEPT for sentence in sentences):
            yield self.texts("comparison-same", TEAM)
            return
        for sentence in sentences:
            for part in pages(sentence.text, chars=PART_CHARS):
                yield self.texts(f"comparison-{sentence.change.value}", TEAM, text=part)
