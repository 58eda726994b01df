"""Where portraits are made in unit tests: Anna has told of herself, and a model draws her from a script."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from relove_core.ids import UserId
from relove_core.llm import LLMPort
from relove_core.profiles.portrait import ProfileVersion
from relove_core.profiles.portraying import Portraitist
from relove_core.profiles.refresh_profile import Refreshed, RefreshProfile
from relove_core.profiles.rotation import Claim
from relove_core.redaction import Redactor
from relove_core.safety.levels import CrisisLevel
from relove_core.telegram import PublicPage, ReadLater
from relove_core.testing.builders import ANNA, a_cause, a_session, a_stream, an_update, cause_of, said, seen
from relove_core.testing.memory_state import KeptProfileState
from relove_core.testing.scripted_model import Line, ScriptedModel
from relove_core.testing.scripted_reader import ScriptedReader
from relove_core.testing.word_redactor import WordRedactor
from relove_core.users.consent import CURRENT, ConsentAnswer, ConsentKind
from relove_core.users.model import Gender, User
from tests.contracts.memory import WatchedMemory
from tests.contracts.world import World, finish, meet, take_and_claim, user
from tests.unit.profiles.drafts import SAID

LATER = timedelta(days=8)
"""Until a portrait is old, and a day."""


async def tells(world: World, text: str, *, number: int, user_id: UserId = ANNA) -> None:
    """An update of this number says something in a session."""
    taken = await take_and_claim(world, an_update(number, user_id=user_id))
    await world.contacts.touch(cause_of(taken), seen(user_id, update_ids=[number]))
    await finish(world, cause_of(taken))
    async with world.begin() as tx:
        remark = said(text, update_id=number, number=number)
        await tx.sessions.hear(user_id, [remark], at=await world.now())


async def agrees(world: World, user_id: UserId = ANNA) -> None:
    """To everything, and is in a session."""
    now = await world.now()
    async with world.begin() as tx:
        for kind in ConsentKind:
            answer = ConsentAnswer(kind=kind, version=CURRENT[kind], is_given=True)
            await tx.users.consent(user_id, answer, cause=a_cause(user_id=user_id), at=now)
        await tx.users.address(user_id, Gender.FEMALE)
        await tx.sessions.open(a_session(user_id))


async def offer(world: World) -> None:
    async with world.begin() as tx:
        await tx.streams.save(a_stream("hero-path"))
        await tx.streams.save(a_stream("open-heart", title="Открытие Сердца", position=1))


class Studio:
    """``script``: what the model says, unless it is another ``llm``."""

    def __init__(self, *script: Line, llm: LLMPort | None = None, redactor: Redactor | None = None) -> None:
        self.world = WatchedMemory()
        self.model = ScriptedModel(*script)
        self.pages: dict[UserId, PublicPage | ReadLater] = {}
        self.reader = ScriptedReader(self.pages)
        self.refresh_profile = RefreshProfile(
            begin=self.world.begin,
            reader=self.reader,
            portraitist=Portraitist(llm=llm or self.model, redactor=redactor or WordRedactor()),
            version="v1",
            clock=self.world.clock,
        )
        self._arrived = 100

    async def moves_in(self, *texts: str, user_id: UserId = ANNA) -> None:
        """Consent is given, and this is said in a session."""
        self._arrived += 1
        await meet(self.world, user_id, update_id=self._arrived)
        await agrees(self.world, user_id)
        await offer(self.world)
        await self.says(*(texts or SAID), user_id=user_id)

    async def says(self, *texts: str, user_id: UserId = ANNA) -> None:
        for text in texts:
            self._arrived += 1
            await tells(self.world, text, number=self._arrived, user_id=user_id)

    async def claim(self, user_id: UserId = ANNA, *, failures: int = 0) -> Claim:
        """Somebody waits for the portrait, and it is in our hands."""
        states = self.world.state.profile_states
        kept = states.get(user_id) or KeptProfileState(fence=0)
        states[user_id] = replace(kept, asked_at=self.world.clock.now(), lease_until=None, failures=failures)
        claims = await self.world.refreshes.claim_asked(most=10)
        return next(claim for claim in claims if claim.user_id == user_id)

    async def refreshed(self, user_id: UserId = ANNA, *, failures: int = 0) -> Refreshed:
        return await self.refresh_profile(await self.claim(user_id, failures=failures))

    async def anna(self) -> User:
        return await user(self.world)

    async def versions(self, user_id: UserId = ANNA) -> Sequence[ProfileVersion]:
        """The newest first."""
        async with self.world.begin() as tx:
            return await tx.profiles.versions(user_id, most=99)

    def state(self, user_id: UserId = ANNA) -> KeptProfileState:
        return self.world.state.profile_states[user_id]

    async def despairs(self) -> None:
        async with self.world.begin() as tx:
            safety = await tx.safety.of(ANNA)
            await tx.safety.save(safety.hear(CrisisLevel.CRISIS, at=self.world.clock.now()))

    async def withdraws(self) -> None:
        async with self.world.begin() as tx:
            answer = ConsentAnswer(kind=ConsentKind.DATA, version=CURRENT[ConsentKind.DATA], is_given=False)
            await tx.users.consent(ANNA, answer, cause=a_cause(), at=self.world.clock.now())

    async def blocks(self) -> None:
        async with self.world.begin() as tx:
            await tx.users.set_active(ANNA, is_active=False)

    async def is_erased(self) -> None:
        self._arrived += 1
        taken = await take_and_claim(self.world, an_update(self._arrived))
        async with self.world.begin() as tx:
            await tx.forgetting.forget(cause_of(taken), ANNA)
            await tx.deliveries.finish(cause_of(taken))
