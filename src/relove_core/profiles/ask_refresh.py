"""Somebody of the team wants portraits anew, one or all: workers make them, those longest waited for first."""

from dataclasses import dataclass

from relove_core.errors import Conflict
from relove_core.ids import UserId
from relove_core.profiles.freshness import Freshness
from relove_core.profiles.guards import require_person
from relove_core.profiles.ports import ProfilesTx
from relove_core.profiles.rotation import RotationRun, RunKind
from relove_core.transactions import Begin

NAMED_AT_ONCE = 1_000
"""So many people are named in one statement: it locks their rows."""


class AlreadyAsked(Conflict):
    """Their refresh is asked for already, and waits."""

    code = "profile.already_asked"


class EverybodyAsked(Conflict):
    """A refresh of everybody is under way."""

    code = "profile.everybody_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskRefresh:
    """Of one person. ``asked_by``: which admin; ``None``: the operator, by the command."""

    begin: Begin[ProfilesTx]

    async def __call__(self, user_id: UserId, *, asked_by: UserId | None) -> RotationRun:
        """Raises PersonUnknown, AlreadyAsked."""
        async with self.begin() as tx:
            return await ask_for_one(tx, user_id, asked_by=asked_by)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskRefreshOfAll:
    """Of everybody seen lately. The first of them are named at once, the others little by little: see ``goes_on``."""

    begin: Begin[ProfilesTx]
    freshness: Freshness

    async def __call__(self, *, asked_by: UserId | None) -> RotationRun:
        """Raises EverybodyAsked."""
        async with self.begin() as tx:
            return await ask_for_all(tx, self.freshness, asked_by=asked_by)


async def ask_for_one(tx: ProfilesTx, user_id: UserId, *, asked_by: UserId | None) -> RotationRun:
    """Raises PersonUnknown, AlreadyAsked: the transaction must not be committed then."""
    await require_person(tx, user_id)
    run = await tx.runs.begin_asked(asked_by, wanted=1)
    if not await tx.runs.mark(run, user_id):
        raise AlreadyAsked(f"a refresh of person {user_id} is asked for already")
    return run


async def ask_for_all(tx: ProfilesTx, freshness: Freshness, *, asked_by: UserId | None) -> RotationRun:
    """Raises EverybodyAsked."""
    if any(is_of_all(run) for run in await tx.runs.unfinished()):
        raise EverybodyAsked("a refresh of everybody is under way")
    run = await tx.runs.begin_asked(asked_by, is_of_everybody=True)
    await tx.runs.mark_everybody(run, freshness, most=NAMED_AT_ONCE)
    return run


def is_of_all(run: RotationRun) -> bool:
    """Whether everybody is asked for. Where everybody is one person nobody can tell, and it harms nobody."""
    return run.kind is RunKind.ASKED and run.wanted != 1 and not run.is_stopped
