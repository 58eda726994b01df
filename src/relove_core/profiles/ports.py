"""What portraits need from outside."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from relove_core.errors import NotFound
from relove_core.ids import RunId, UserId, VersionId
from relove_core.profiles.freshness import Freshness, Upcoming
from relove_core.profiles.material import Deed
from relove_core.profiles.portrait import Portrait, ProfileVersion, Provenance
from relove_core.profiles.rotation import Claim, Outcome, RotationRun
from relove_core.streams.ports import StreamsTx
from relove_core.telegram import Photo


class VersionUnknown(NotFound):
    """The person has no version of this number."""

    code = "profile.version_unknown"


class ProfileRepository(Protocol):
    """On a transaction."""

    async def deeds_of(self, user_id: UserId, *, most: int) -> tuple[Deed, ...]:
        """The newest activities, the oldest of them first, with the words that were said in a session."""
        ...

    async def photo_key(self, user_id: UserId) -> str | None:
        """Which photo is kept, as ``TelegramReaderPort`` names it."""
        ...

    async def keep_photo(self, user_id: UserId, photo: Photo | None) -> None:
        """In the place of the one before; ``None``: none is kept any more."""
        ...

    async def newest(self, user_id: UserId) -> ProfileVersion | None: ...

    async def get(self, user_id: UserId, version_id: VersionId) -> ProfileVersion:
        """Raises VersionUnknown."""
        ...

    async def versions(
        self, user_id: UserId, *, most: int, before: VersionId | None = None
    ) -> tuple[ProfileVersion, ...]:
        """The newest first, those before ``before``."""
        ...

    async def has_version_of(self, user_id: UserId, input_key: str) -> bool:
        """Whether some version was made of this input."""
        ...

    async def append(
        self, user_id: UserId, portrait: Portrait, provenance: Provenance, *, at: datetime
    ) -> ProfileVersion:
        """Keep a version and let it be the person's portrait: both columns, ``streams``, ``profile_updated_at``.

        Raises:
            ProfileOutdated: nobody is there, or a version of this input is.
        """
        ...

    async def is_ours(self, claim: Claim) -> bool:
        """Whether nobody else has taken the person over; until the transaction ends nobody will.

        Locks the person, then whose turn it is: after ``SafetyRepository.of``, before anything else of theirs.
        """
        ...

    async def settle(self, claim: Claim, outcome: Outcome, upcoming: Upcoming, *, tokens: int = 0) -> None:
        """Give the person back, say when they are due again, and count the outcome in the claim's run.

        A refresh that did not fail ends the count of failures; either ends that of the times they were lost.

        Raises:
            ProfileOutdated: the claim is over.
        """
        ...


class RunRepository(Protocol):
    """On a transaction."""

    async def get(self, run_id: RunId) -> RotationRun | None: ...

    async def of(self, user_id: UserId) -> RotationRun | None:
        """The run that a person is to be refreshed in, or is being."""
        ...

    async def unfinished(self) -> tuple[RotationRun, ...]:
        """The oldest first."""
        ...

    async def latest(self, *, most: int) -> tuple[RotationRun, ...]:
        """The newest first."""
        ...

    async def begin_scheduled(self, *, period: timedelta) -> RotationRun | None:
        """Begin a rotation; ``None``: one is under way, or the last one began less than ``period`` ago.

        Of many who ask at the same time one begins it; the others wait until its transaction ends.
        """
        ...

    async def begin_asked(
        self, asked_by: UserId | None, *, wanted: int | None = None, is_of_everybody: bool = False
    ) -> RotationRun:
        """Begin a run of those that ``mark`` names, or of everybody: it does not end before all are named."""
        ...

    async def mark(self, run: RotationRun, user_id: UserId) -> bool:
        """Ask for one person's refresh, now, and not when it was to be tried again.

        Whom only their contact asked for is of this run from now on. False if nobody is there, or they are asked for
        in a run that goes on, or in somebody's hands.
        """
        ...

    async def mark_everybody(self, run: RotationRun, freshness: Freshness, *, most: int) -> bool:
        """Go on naming: look at the next ``most`` people, and ``mark`` who was seen lately and can be written to.

        True once all are named, and for a run that is not of everybody, or was stopped, or has ended. How far it has
        come is kept with the run, and how many were marked is added to ``wanted``.
        """
        ...

    async def end_if_done(self, run: RotationRun) -> RotationRun | None:
        """The run as it ended; ``None`` while somebody of it is still to be done or named, or it has ended already."""
        ...

    async def stop(self, run: RotationRun) -> RotationRun:
        """Nobody more is named in a run that was asked for, and it ends once all are let go or done.

        A rotation, and a run that has ended, is left as it is.
        """
        ...

    async def let_go(self, run: RotationRun, *, most: int) -> bool:
        """Ask no more for the next ``most`` people of a stopped run who are in nobody's hands.

        True: there are no more of them. Of a run that was not stopped nobody is let go.
        """
        ...


class ProfilesTx(StreamsTx, Protocol):
    @property
    def profiles(self) -> ProfileRepository: ...

    @property
    def runs(self) -> RunRepository: ...


class Portraits(Protocol):
    """Outside of any transaction, for whoever speaks with the person."""

    async def of(self, user_id: UserId, version: VersionId) -> str | None:
        """The text of this version; ``None``: the person has no such version, or it says that too little is known.

        Raises:
            StorageUnavailable: nobody can tell now.
        """
        ...


class Refreshes(Protocol):
    """Whose turn it is, over all workers. Each call is an act of its own."""

    async def claim_asked(self, *, most: int, run: RotationRun | None = None) -> Sequence[Claim]:
        """People somebody waits for; of one run only, where one is named.

        Who came back themselves goes before those of a run, and of each who waits longest goes first.
        """
        ...

    async def claim_stale(self, run: RotationRun, *, most: int) -> Sequence[Claim]:
        """People whose portrait was old when the rotation began, the oldest first.

        Who was not seen lately is due no more until their next contact: they are passed over once. Who is asked for
        as well is left to ``claim_asked``. With many to pass over there may be fewer than are due, and still more.
        """
        ...

    async def give_back(self, claims: Sequence[Claim]) -> None:
        """What was not done is free for others at once."""
        ...
