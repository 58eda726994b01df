"""Make one person's portrait anew."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from relove_core.clock import Clock
from relove_core.ids import UserId
from relove_core.profiles.drafting import insufficient
from relove_core.profiles.freshness import RETRIES, Freshness, upcoming
from relove_core.profiles.known import Known, known_of, skip
from relove_core.profiles.material import Material, is_enough, showable
from relove_core.profiles.portrait import Portrait, ProfileVersion, Provenance, VersionAuthor
from relove_core.profiles.portraying import Drawn, NotDrawn, Portraitist
from relove_core.profiles.ports import ProfilesTx
from relove_core.profiles.rotation import Claim, Outcome
from relove_core.profiles.sitting import sitter_of
from relove_core.telegram import PublicPage, ReadLater, TelegramReaderPort
from relove_core.transactions import Begin

PATIENCE = 2
"""So often somebody waits for Telegram; then the portrait is made without the person's page."""


MOST_LOST = 3
"""Whoever was lost so often may be what ends the workers that have them: it counts as a failure, and rests like one."""
LOST = "profile.lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """What became of it. ``tokens`` by the provider's count; ``reason``: the code of what went wrong, for logs."""

    outcome: Outcome
    tokens: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ending:
    """What the last transaction is to write, unless the person may not be portrayed by then."""

    refreshed: Refreshed
    portrait: Portrait | None = None
    upon: ProfileVersion | None = None
    """The version that held when the work was begun."""
    provenance: Provenance = field(default_factory=lambda: Provenance(author=VersionAuthor.ROTATION))
    page: PublicPage = field(default_factory=PublicPage)
    rest: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshProfile:
    """``version``: of what portraits are made by; with another one the same material is asked about again."""

    begin: Begin[ProfilesTx]
    reader: TelegramReaderPort
    portraitist: Portraitist
    version: str
    clock: Clock
    freshness: Freshness = field(default_factory=Freshness)

    async def __call__(self, claim: Claim) -> Refreshed:
        """What became of it; everything that was written was written in one act, and the person is given back.

        Raises:
            ProfileOutdated: the claim is over, or the person is gone; nothing is written.
            StorageUnavailable: see there; the claim goes on until its lease ends.
        """
        if claim.lost >= MOST_LOST:
            return await self._end(claim, _lost(claim))
        known = await self._known(claim)
        if isinstance(known, Refreshed):
            return known
        try:
            page = await self._read(claim, known)
        except ReadLater as e:
            failed = Refreshed(outcome=Outcome.FAILED, reason=e.code)
            return await self._end(claim, _Ending(refreshed=failed, rest=e.retry_after or timedelta(0)))
        material = showable(Material(deeds=known.deeds, page=page))
        ending = await self._ending(claim.user_id, known, material)
        return await self._end(claim, replace(ending, page=page, upon=known.newest))

    async def _known(self, claim: Claim) -> Known | Refreshed:
        async with self.begin() as tx:
            known = await known_of(tx, claim)
            if isinstance(known, Known):
                return known
            skipped = Refreshed(outcome=known)
            await self._settle(tx, claim, _Ending(refreshed=skipped))
            return skipped

    async def _read(self, claim: Claim, known: Known) -> PublicPage:
        try:
            return await self.reader.read(claim.user_id, username=known.user.username, photo_key=known.photo_key)
        except ReadLater:
            if claim.failures < PATIENCE:
                raise
            return PublicPage(is_whole=False)

    async def _ending(self, user_id: UserId, known: Known, material: Material) -> _Ending:
        async with self.begin() as tx:
            is_known = await tx.profiles.has_version_of(user_id, material.key(self.version))
        if not is_enough(material):
            return self._too_little(known, material, is_known=is_known)
        is_no_news = known.is_portrayed and not material.page.is_whole
        if is_known or is_no_news:
            return _Ending(refreshed=Refreshed(outcome=Outcome.UNCHANGED))
        try:
            drawn = await self.portraitist.draw(
                sitter_of(known.user, before=known.portrait, offered=known.offered), material
            )
        except NotDrawn as e:
            failed = Refreshed(outcome=Outcome.FAILED, tokens=e.tokens, reason=e.reason)
            return _Ending(refreshed=failed, rest=e.retry_after or timedelta(0))
        if not drawn.portrait.is_enough:
            return self._too_little(known, material, is_known=False, drawn=drawn)
        return _Ending(
            refreshed=Refreshed(outcome=Outcome.UPDATED, tokens=drawn.tokens),
            portrait=drawn.portrait,
            provenance=self._provenance(material, drawn),
        )

    def _too_little(self, known: Known, material: Material, *, is_known: bool, drawn: Drawn | None = None) -> _Ending:
        """A real portrait stays; that there is too little is kept once, and once for each material that a model saw."""
        tokens = drawn.tokens if drawn else 0
        if known.portrait:
            return _Ending(refreshed=Refreshed(outcome=Outcome.UNCHANGED, tokens=tokens))
        refreshed = Refreshed(outcome=Outcome.INSUFFICIENT, tokens=tokens)
        portrait = insufficient(known.offered)
        is_said = known.newest is not None and known.newest.portrait == portrait
        if is_known or (is_said and drawn is None):
            return _Ending(refreshed=refreshed)
        return _Ending(refreshed=refreshed, portrait=portrait, provenance=self._provenance(material, drawn))

    def _provenance(self, material: Material, drawn: Drawn | None = None) -> Provenance:
        usage = drawn.usage if drawn else None
        return Provenance(
            author=VersionAuthor.ROTATION,
            sources=material.sources,
            input_key=material.key(self.version),
            provider=usage.provider if usage else "",
            model=usage.model if usage else "",
            prompt_version=usage.prompt_version if usage else "",
        )

    async def _end(self, claim: Claim, ending: _Ending) -> Refreshed:
        """Safety, then the person, then whose turn it is: whoever locks more than one goes in this order."""
        user_id = claim.user_id
        async with self.begin() as tx:
            skipped = await skip(tx, claim)
            if skipped:
                ending = _Ending(refreshed=Refreshed(outcome=skipped, tokens=ending.refreshed.tokens))
            if ending.page.photo or ending.page.is_photo_gone:
                await tx.profiles.keep_photo(user_id, ending.page.photo)
            if ending.portrait and await tx.profiles.newest(user_id) != ending.upon:
                # An admin has rolled back while the model was thinking: their choice holds.
                ending = _Ending(refreshed=replace(ending.refreshed, outcome=Outcome.UNCHANGED))
            if ending.portrait:
                await tx.profiles.append(user_id, ending.portrait, ending.provenance, at=self.clock.now())
            await self._settle(tx, claim, ending)
        return ending.refreshed

    async def _settle(self, tx: ProfilesTx, claim: Claim, ending: _Ending) -> None:
        outcome = ending.refreshed.outcome
        due = upcoming(outcome, failures=claim.failures, freshness=self.freshness, rest=ending.rest)
        await tx.profiles.settle(claim, outcome, due, tokens=ending.refreshed.tokens)


def _lost(claim: Claim) -> _Ending:
    """Each of a batch rests for another while: whose fault it was comes back alone."""
    rest = RETRIES[0] * (1 + claim.user_id % 60 / 60)
    return _Ending(refreshed=Refreshed(outcome=Outcome.FAILED, reason=LOST), rest=rest)
