"""Portraits and their versions, in memory."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from relove_core.activity.model import ActivityKind
from relove_core.clock import Clock
from relove_core.ids import UserId, VersionId
from relove_core.llm import Speaker
from relove_core.profiles.freshness import Upcoming
from relove_core.profiles.material import Deed
from relove_core.profiles.portrait import Portrait, ProfileVersion, Provenance
from relove_core.profiles.ports import VersionUnknown
from relove_core.profiles.rotation import Claim, Outcome, ProfileOutdated
from relove_core.telegram import Photo
from relove_core.testing.memory_runs import count
from relove_core.testing.memory_state import KeptProfileState, MemoryState, next_number


class MemoryProfiles:
    """ProfileRepository in dicts, with real fences."""

    def __init__(self, state: MemoryState, clock: Clock) -> None:
        self._state = state
        self._clock = clock

    async def deeds_of(self, user_id: UserId, *, most: int) -> tuple[Deed, ...]:
        theirs = [(n, kept) for n, kept in self._state.activities.items() if kept.user_id == user_id]
        newest = sorted(theirs, key=lambda one: (one[1].at, one[0]))[-most:]
        words = self._words_of(user_id)
        return tuple(
            Deed(
                id=n,
                at=kept.at,
                kind=kept.activity.kind,
                name=_name(kept.activity.details),
                # Of a message and its edits in the list the first one has the words, as they were edited.
                text=None
                if kept.activity.kind is ActivityKind.BUTTON
                else words.pop(_number(kept.activity.details), None),
            )
            for n, kept in newest
        )

    def _words_of(self, user_id: UserId) -> dict[object, str]:
        words: dict[object, str] = {}
        for session in self._state.sessions.values():
            for remark in session.history if session.user_id == user_id else ():
                if remark.speaker is Speaker.PERSON and remark.telegram_message_id is not None:
                    before = words.get(remark.telegram_message_id)
                    words[remark.telegram_message_id] = f"{before}\n{remark.text}" if before else remark.text
        return words

    async def photo_key(self, user_id: UserId) -> str | None:
        kept = self._state.profile_states.get(user_id)
        return kept.photo_key if kept else None

    async def keep_photo(self, user_id: UserId, photo: Photo | None) -> None:
        user, kept = self._state.users.get(user_id), self._state.profile_states.get(user_id)
        if user is not None and kept is not None:
            self._state.users[user_id] = replace(user, photo_jpeg=photo.jpeg if photo else None)
            self._state.profile_states[user_id] = replace(kept, photo_key=photo.key if photo else None)

    async def newest(self, user_id: UserId) -> ProfileVersion | None:
        return next(iter(await self.versions(user_id, most=1)), None)

    async def get(self, user_id: UserId, version_id: VersionId) -> ProfileVersion:
        version = self._state.profile_versions.get(version_id)
        if version is None or version.user_id != user_id:
            raise VersionUnknown(f"person {user_id} has no version {version_id}")
        return version

    async def versions(
        self, user_id: UserId, *, most: int, before: VersionId | None = None
    ) -> tuple[ProfileVersion, ...]:
        theirs = [v for v in self._state.profile_versions.values() if v.user_id == user_id]
        earlier = [v for v in theirs if before is None or v.id < before]
        return tuple(sorted(earlier, key=lambda v: v.id, reverse=True)[:most])

    async def has_version_of(self, user_id: UserId, input_key: str) -> bool:
        theirs = (v for v in self._state.profile_versions.values() if v.user_id == user_id)
        return any(v.provenance.input_key == input_key for v in theirs)

    async def append(
        self, user_id: UserId, portrait: Portrait, provenance: Provenance, *, at: datetime
    ) -> ProfileVersion:
        user = self._state.users.get(user_id)
        key = provenance.input_key
        if user is None or (key is not None and await self.has_version_of(user_id, key)):
            raise ProfileOutdated(f"person {user_id} is gone, or has such a version already")
        version = ProfileVersion(
            id=VersionId(next_number(self._state, "version")),
            user_id=user_id,
            made_at=at,
            portrait=portrait,
            provenance=provenance,
        )
        self._state.profile_versions[version.id] = version
        self._state.users[user_id] = replace(
            user,
            psychological_summary=portrait.summary,
            profile_summary=portrait.gallery,
            streams=tuple(dict.fromkeys((*portrait.completed, *portrait.interesting))),
            markers={**user.markers, "profile_updated_at": at.isoformat()},
        )
        return version

    async def is_ours(self, claim: Claim) -> bool:
        return self._ours(claim) is not None

    async def settle(self, claim: Claim, outcome: Outcome, upcoming: Upcoming, *, tokens: int = 0) -> None:
        kept = self._ours(claim)
        if kept is None:
            raise ProfileOutdated(f"person {claim.user_id} is in other hands, or gone")
        has_failed = outcome is Outcome.FAILED
        self._state.profile_states[claim.user_id] = replace(
            kept,
            due_at=self._in(upcoming.due_in),
            asked_at=self._in(upcoming.again_in),
            run_id=None,
            lease_until=None,
            failures=kept.failures + 1 if has_failed else 0,
            lost=0,
            refreshed_at=kept.refreshed_at if has_failed else self._clock.now(),
        )
        count(self._state, claim.run_id, outcome, tokens)

    def _in(self, time: timedelta | None) -> datetime | None:
        return None if time is None else self._clock.now() + time

    def _ours(self, claim: Claim) -> KeptProfileState | None:
        kept = self._state.profile_states.get(claim.user_id)
        return kept if kept is not None and kept.lease_until is not None and kept.fence == claim.fence else None


def _name(details: Mapping[str, str | int]) -> str | None:
    """Which command, button or kind of media it was."""
    names = (details.get(field) for field in ("command", "button", "media"))
    return next((name for name in names if isinstance(name, str)), None)


def _number(details: Mapping[str, str | int]) -> object:
    return details.get("message_id")
