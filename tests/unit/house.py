"""The whole core over the fakes: what unit tests of use cases live in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from relove_core.alerts.repeat import RepeatAlerts
from relove_core.delivery.model import Cause, Lane
from relove_core.ids import UserId
from relove_core.llm import LLMPort
from relove_core.profiles.ports import Portraits
from relove_core.redaction import Redactor
from relove_core.safety.acknowledge import Acknowledge
from relove_core.safety.answers import SafetyAnswers
from relove_core.safety.contacts import Contacts
from relove_core.safety.release import Release
from relove_core.sessions.alarm import Alarm
from relove_core.sessions.answering import Answering, Conversing
from relove_core.sessions.choose_quick_reply import ChooseQuickReply
from relove_core.sessions.close_session import CloseSession
from relove_core.sessions.closing import Summing
from relove_core.sessions.coaching import Coach
from relove_core.sessions.continue_session import ContinueSession
from relove_core.sessions.deciding import Deciding
from relove_core.sessions.diagnosing import Diagnosing
from relove_core.sessions.diagnostician import Diagnostician
from relove_core.sessions.ending import Ending
from relove_core.sessions.guide import Guide
from relove_core.sessions.guiding import Guiding
from relove_core.sessions.hear_crisis import HearCrisis
from relove_core.sessions.model import Session, SessionKind
from relove_core.sessions.open_session import Opening, OpenSession
from relove_core.sessions.pause import Pause
from relove_core.sessions.replying import Replying
from relove_core.sessions.restart_session import RestartSession
from relove_core.sessions.resume import Resume
from relove_core.sessions.revise_remark import ReviseRemark
from relove_core.sessions.said import Said
from relove_core.sessions.summarise import SummariseSession
from relove_core.sessions.support import DenyCrisis, Support, WishToReturn
from relove_core.streams.links import LinkHosts
from relove_core.streams.offer import Offer
from relove_core.streams.ways import Ways
from relove_core.testing.builders import ANNA, BORIS, BOT, a_contact, a_session, an_update, cause_of, seen
from relove_core.testing.key_texts import KeyTexts
from relove_core.testing.known_cities import KnownCities
from relove_core.testing.memory_portraits import MemoryPortraits
from relove_core.testing.scripted_model import Line, ScriptedModel
from relove_core.testing.word_redactor import WordRedactor
from relove_core.users.choose_time_zone import ChooseTimeZone
from relove_core.users.model import Contact, User
from tests.contracts.memory import WatchedMemory
from tests.contracts.world import send_all

WAYS = Ways(hosts=LinkHosts.of(["relove.ru"]), platform_url="https://relove.ru/platform", door="https://go.relove.ru")


class House:
    """``script``: what the model says, unless it is another ``llm``; ``secrets``: what the redactor hides, likewise.

    ``remembering``: what stands between the coach and the portraits.

    Anna lives here.
    """

    def __init__(
        self,
        *script: Line,
        secrets: tuple[str, ...] = (),
        llm: LLMPort | None = None,
        redactor: Redactor | None = None,
        remembering: Callable[[MemoryPortraits], Portraits] = lambda portraits: portraits,
    ) -> None:
        self.world = WatchedMemory()
        self.model = ScriptedModel(*script)
        self.texts = texts = KeyTexts()
        begin, clock = self.world.begin, self.world.clock
        self.portraits = MemoryPortraits(self.world.state)
        coach = self.coach = Coach(
            llm=llm or self.model, redactor=redactor or WordRedactor(*secrets), portraits=remembering(self.portraits)
        )
        answers = SafetyAnswers(texts=texts, contacts=Contacts())
        alarm = Alarm(texts=texts, answers=answers)
        summing = Summing(coach=coach)
        self.suggestion: str | None = None
        ending = self.ending = Ending(
            begin=begin,
            summing=summing,
            diagnostician=Diagnostician(coach=coach),
            suggests=self._suggests,
            offer=Offer(texts=texts, ways=WAYS),
            texts=texts,
            clock=clock,
        )
        replying = Replying(begin=begin, alarm=alarm, texts=texts, clock=clock)
        self.deciding = Deciding(begin=begin, replying=replying, texts=texts, clock=clock)
        self.answering = Answering(
            ways={
                SessionKind.PROVOCATIVE: Conversing(coach=coach, replying=replying),
                SessionKind.DIAGNOSTIC: Diagnosing(
                    begin=begin,
                    diagnostician=Diagnostician(coach=coach),
                    ending=ending,
                    replying=replying,
                    clock=clock,
                ),
                SessionKind.JOURNEY: Guiding(
                    guide=Guide(coach=coach),
                    deciding=self.deciding,
                    replying=replying,
                    texts=texts,
                    clock=clock,
                ),
            }
        )
        opening = Opening(coach=coach, texts=texts, clock=clock)
        self.open_session = OpenSession(begin=begin, opening=opening, replying=replying, texts=texts)
        self.choose_time_zone = ChooseTimeZone(begin=begin, texts=texts, cities=KnownCities())
        self.continue_session = ContinueSession(
            begin=begin,
            answering=self.answering,
            choose_time_zone=self.choose_time_zone,
            texts=texts,
            clock=clock,
        )
        self.hear_crisis = HearCrisis(begin=begin, alarm=alarm, clock=clock)
        self.support = Support(begin=begin, texts=texts, answers=answers, clock=clock)
        self.deny_crisis = DenyCrisis(begin=begin, texts=texts, answers=answers, clock=clock)
        self.wish_to_return = WishToReturn(begin=begin, texts=texts, answers=answers, clock=clock)
        self.release = Release(begin=begin, texts=texts, clock=clock)
        self.acknowledge = Acknowledge(begin=begin, texts=texts, clock=clock)
        self.repeat_alerts = RepeatAlerts(begin=begin, texts=texts, clock=clock)
        self.choose = ChooseQuickReply(
            begin=begin, answering=self.answering, hear_crisis=self.hear_crisis, texts=texts, clock=clock
        )
        self.close_session = CloseSession(begin=begin, ending=ending, texts=texts, clock=clock)
        self.restart = RestartSession(
            begin=begin,
            ending=ending,
            opening=opening,
            open_session=self.open_session,
            texts=texts,
            clock=clock,
        )
        self.summarise = SummariseSession(begin=begin, summing=summing, texts=texts)
        self.revise = ReviseRemark(begin=begin, texts=texts)
        self.pause = Pause(begin=begin, texts=texts, clock=clock)
        self.resume = Resume(begin=begin, answering=self.answering, texts=texts, clock=clock)
        self._arrived = 0

    async def _suggests(self, session: Session, contact: Contact) -> str | None:
        return self.suggestion

    async def cause(
        self, *, lane: Lane = Lane.TALK, user_id: UserId = ANNA, count: int = 1, keeps: bool = True
    ) -> Cause:
        """Updates arrive, their lane is claimed, and the person is noted; without ``keeps`` the lane is given back."""
        numbers = range(self._arrived + 1, self._arrived + count + 1)
        self._arrived += count
        await self.world.inbox.take_in([an_update(n, lane=lane, user_id=user_id) for n in numbers])
        claimed = await self.world.inbox.claim(BOT, lane)
        assert claimed is not None
        cause = cause_of(claimed, *numbers)
        await self.world.contacts.touch(cause, seen(user_id, update_ids=numbers))
        if not keeps:
            await self.world.inbox.postpone(claimed, until=None)
        return cause

    async def claimed_again(self, cause: Cause) -> Cause:
        """The same updates, after the lane that was given back is claimed anew."""
        claimed = await self.world.inbox.claim(BOT, cause.lane)
        assert claimed is not None
        return replace(cause, fence=claimed.fence)

    async def contact(self) -> Contact:
        """Anna as she is now."""
        user = await self.anna()
        safety = self.world.state.safety.get(ANNA)
        is_held = safety is not None and not safety.allows_provocation
        return a_contact(
            gender=user.gender,
            is_paused=user.paused_at is not None,
            is_held=is_held,
            metaphysical_profile=user.metaphysical_profile,
            profile_version=self.portraits.newest_of(ANNA),
            intensity=user.intensity,
            may_die_symbolically=safety is None or safety.allows_symbolic_death(self.now()),
        )

    async def anna(self) -> User:
        async with self.world.begin() as tx:
            user = await tx.users.get(ANNA)
        assert user is not None
        return user

    async def in_session(self, session: Session | None = None) -> Session:
        """Anna is in a conversation; the first question is sent."""
        cause = await self.cause()
        async with self.world.begin() as tx:
            opened = await tx.sessions.open(session or a_session())
            await tx.deliveries.finish(cause)
        return opened

    async def session(self) -> Session:
        """The newest one, whole."""
        assert self.world.state.sessions
        return max(self.world.state.sessions.values(), key=lambda s: s.id)

    async def says(self, *texts: str) -> None:
        cause = await self.cause(count=len(texts))
        said = [
            Said(update_id=n, telegram_message_id=100 + n, text=text)
            for n, text in zip(cause.update_ids, texts, strict=True)
        ]
        await self.continue_session(cause, await self.contact(), said)

    async def presses(self, *place: object) -> None:
        """A quick reply: session, position of the question, number of the reply."""
        cause = await self.cause()
        await self.choose(cause, await self.contact(), tuple(map(str, place)))

    async def despairs(self, text: str = "Я не хочу жить") -> None:
        """A text that intake has put into the lane that overtakes."""
        cause = await self.cause(lane=Lane.CONTROL)
        said = [Said(update_id=cause.update_ids[0], telegram_message_id=None, text=text)]
        await self.hear_crisis(cause, await self.contact(), said)

    async def wishes_to_return(self) -> None:
        await self.wish_to_return(await self.cause(), await self.contact())

    async def make_admin(self, user_id: UserId = BORIS) -> Contact:
        """Boris is of the team, and has talked to the bot."""
        cause = await self.cause(user_id=user_id, keeps=True)
        async with self.world.begin() as tx:
            await tx.deliveries.finish(cause)
        self.world.state.users[user_id] = replace(self.world.state.users[user_id], is_admin=True)
        return a_contact(user_id, is_admin=True)

    async def stops(self) -> None:
        cause = await self.cause(lane=Lane.CONTROL)
        await self.pause(cause, await self.contact())

    async def resumes(self) -> None:
        cause = await self.cause()
        await self.resume(cause, await self.contact())

    async def ends(self) -> None:
        cause = await self.cause()
        await self.close_session(cause, await self.contact())

    async def sent(self) -> list[str]:
        """Everything that reached the chat since the last look, in its order."""
        return await send_all(self.world)

    async def is_quiet(self) -> bool:
        """Whether every update is dealt with."""
        return all(u.state == "done" for u in await self.world.updates())

    def now(self) -> datetime:
        return self.world.clock.now()
