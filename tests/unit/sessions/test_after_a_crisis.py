"""Whatever a person does in the day after a signal: fixed words, no coach, no stage; and the way back."""

import os
import random
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from relove_core.delivery.model import Button, Cause, Lane
from relove_core.llm import Speaker
from relove_core.safety.detector import detect_safely
from relove_core.safety.levels import CrisisLevel
from relove_core.safety.ready import require_ready
from relove_core.safety.transitions import HeldForSafety
from relove_core.sessions.analyse_stage import AnalyseStage
from relove_core.sessions.model import SessionKind, SessionState
from relove_core.sessions.said import Said
from relove_core.sessions.support import DENY, WISH
from relove_core.testing.builders import ANNA, BORIS, a_contact, a_session, a_turn
from relove_core.users.consent import CURRENT, ConsentAnswer, ConsentKind
from relove_core.users.model import Contact
from tests.unit.house import House

CONTINUATIONS = 2000
MOST_STEPS = 6
DAY = timedelta(hours=24)
FLAGS = (
    "Я не хочу жить",
    "Сегодня ночью выпью все таблетки, они уже лежат передо мной",
    "Я всем только в тягость",
)
TEXTS = (
    *("Привет", "Ладно, проехали", "Ты не так понял, всё хорошо", "Пошутила", "Давай дальше", "Да", "???", "😂", " "),
    *("Хочу вернуться к обычному разговору", "Спасибо", "Задай мне жёсткий вопрос", "Ненавижу тебя", "1", "Омск"),
    *("Я решила уйти от мужа", "Мне страшно", "/natasha", "/karma", "слово " * 900),
)
#: How everything begins that may be said now, to her or to the team.
FIXED = ("safety-support", "safety-crisis", "safety-imminent", "safety-denied", "safety-not-yet", "support-listening-")
BESIDE = ("pause-begun", "alert-", "released")


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """One continuation: a house in which a signal was heard, and steps at random. ``log`` is how to do it again."""

    house: House
    chance: random.Random
    has_consented: bool
    log: list[str]

    async def step(self) -> None:
        name = self.chance.choice(list(STEPS))
        self.log.append(name)
        await STEPS[name](self)

    async def contact(self) -> Contact:
        now = await self.house.contact()
        given = tuple(ConsentKind) if self.has_consented else ()
        return a_contact(gender=now.gender, consents=given, is_paused=now.is_paused, is_held=now.is_held)

    async def ask(self, act: Callable[[Cause, Contact], Awaitable[object]], *heard: Said) -> None:
        """As the router does it: who is held gets support instead."""
        cause, contact = await self.house.cause(), await self.contact()
        mine = [Said(update_id=cause.update_ids[0], telegram_message_id=None, text=one.text) for one in heard]
        try:
            await act(cause, contact)
        except HeldForSafety:
            await self.house.support(cause, contact, mine)

    async def writes(self) -> None:
        text = self.chance.choice(TEXTS)
        self.log.append(repr(text[:30]))
        assert detect_safely(text) is None, text
        words = [Said(update_id=0, telegram_message_id=None, text=text)]
        await self.ask(lambda cause, contact: self.house.continue_session(cause, contact, words), *words)

    async def despairs_again(self) -> None:
        cause = await self.house.cause(lane=Lane.CONTROL)
        words = [Said(update_id=cause.update_ids[0], telegram_message_id=None, text=self.chance.choice(FLAGS))]
        await self.house.hear_crisis(cause, await self.contact(), words)

    async def opens(self) -> None:
        await self.ask(lambda cause, who: self.house.open_session(cause, who, SessionKind.PROVOCATIVE))

    async def restarts(self) -> None:
        await self.ask(lambda cause, who: self.house.restart(cause, who, SessionKind.PROVOCATIVE))

    async def ends(self) -> None:
        await self.ask(self.house.close_session)

    async def asks_for_a_summary(self) -> None:
        await self.ask(self.house.summarise)

    async def goes_on(self) -> None:
        await self.ask(self.house.resume)

    async def presses_a_quick_reply(self) -> None:
        place = tuple(str(self.chance.randrange(3)) for _ in range(3))
        await self.ask(lambda cause, who: self.house.choose(cause, who, place))

    async def edits(self) -> None:
        await self.ask(lambda cause, who: self.house.revise(cause, who, self.chance.randrange(110), "Иначе"))

    async def pauses(self) -> None:
        await self.house.pause(await self.house.cause(lane=Lane.CONTROL), await self.contact())

    async def denies(self) -> None:
        await self.house.deny_crisis(await self.house.cause(), await self.contact())

    async def wishes(self) -> None:
        await self.house.wish_to_return(await self.house.cause(), await self.contact())

    async def somebody_looks(self) -> None:
        admin = a_contact(BORIS, is_admin=True)
        await self.house.acknowledge(await self.house.cause(user_id=BORIS), admin, "1")
        await self.house.release(await self.house.cause(user_id=BORIS), admin, str(ANNA))

    async def time_passes(self) -> None:
        left = (self.house.world.state.safety[ANNA].last_signal_at or self.house.now()) + DAY - self.house.now()
        self.house.world.clock.pass_(left * self.chance.choice((0.001, 0.5, 0.999)))
        await self.house.repeat_alerts()

    async def the_stage_is_looked_at(self) -> None:
        analyse = AnalyseStage(
            begin=self.house.world.begin,
            coach=self.house.coach,
            clock=self.house.world.clock,
        )
        async with self.house.world.begin() as tx:
            taken = await tx.analyses.take(lease=timedelta(minutes=2))
        if taken is not None:
            await analyse(taken)


STEPS: dict[str, Callable[[Walk], Awaitable[None]]] = {
    name: act
    for name, act in vars(Walk).items()
    if callable(act) and not name.startswith("_") and name not in ("step", "contact", "ask")
}


async def begun(chance: random.Random) -> Walk:
    """Anna in a session, in a pause, with answers due, or in none; and then the signal."""
    house = House()
    await house.make_admin()
    has_consented = chance.random() < 0.8
    scene = chance.choice(("no session", "talking", "paused", "unanswered", "due")) if has_consented else "no session"
    if has_consented:
        await _consents(house)
    if scene != "no session":
        await house.in_session(
            a_session().answer(a_turn("С чего начнём?", "Да", "Нет"), placeholders={}, at=house.now())
        )
    if scene == "paused":
        await house.stops()
    if scene in ("unanswered", "due"):
        await house.says(*(f"Мысль {n}" for n in range(1 if scene == "unanswered" else 6)))
    walk = Walk(house=house, chance=chance, has_consented=has_consented, log=[scene])
    await house.sent()
    await walk.despairs_again()
    house.model.asked.clear()
    return walk


async def _consents(house: House) -> None:
    cause = await house.cause()
    async with house.world.begin() as tx:
        for kind, version in CURRENT.items():
            answer = ConsentAnswer(kind=kind, version=version, is_given=True)
            await tx.users.consent(ANNA, answer, cause=cause, at=house.now())
        await tx.deliveries.finish(cause)


async def test_two_thousand_ways_to_go_on_and_in_none_is_anybody_provoked() -> None:
    seed = int(os.environ.get("RELOVE_SEED") or secrets.randbelow(2**32))
    print(f"RELOVE_SEED={seed}")  # noqa: T201 - to do it again
    chance = random.Random(seed)
    taken: set[str] = set()
    steps = 0
    for _ in range(CONTINUATIONS):
        walk = await begun(chance)
        for _ in range(chance.randint(1, MOST_STEPS)):
            await walk.step()
            steps += 1
        await _is_safe(walk)
        taken.update(walk.log)
    print(f"{CONTINUATIONS} continuations, {steps} steps: 0 provocative turns, 0 stage moves")  # noqa: T201 - the figure
    assert set(STEPS) <= taken


async def _is_safe(walk: Walk) -> None:
    house, how = walk.house, walk.log
    sent = await house.sent()
    assert house.model.asked == [], how
    assert all(text.startswith((*FIXED, *BESIDE)) for text in sent), (how, sent)
    assert not house.world.state.stage_records, how
    assert (await house.anna()).last_journey_stage is None, how
    assert house.world.state.safety[ANNA].level > CrisisLevel.NORMAL, how
    assert await house.is_quiet(), how
    for session in house.world.state.sessions.values():
        assert session.state is SessionState.SUPPORT, how
        assert not session.unanswered, how
    if not walk.has_consented:
        assert not house.world.state.sessions, how


def test_who_is_held_is_asked_for_no_consent() -> None:
    with pytest.raises(HeldForSafety):
        require_ready(a_contact(consents=(), is_held=True))


async def buttons(house: House) -> list[list[str]]:
    """Under each message that waits, the actions of its buttons."""
    waiting = (kept.message for kept in await house.world.messages())
    shown = [[b for row in m.buttons for b in row] for m in waiting if m is not None]
    return [[b.action.name for b in some if isinstance(b, Button)] for some in shown]


async def stands_by(house: House) -> list[str]:
    await house.sent()
    await house.support(await house.cause(), await house.contact(), [])
    (under,) = await buttons(house)
    return under


async def test_once_the_day_is_over_nobody_has_to_deny_what_was_so_to_get_back() -> None:
    house = House()
    await house.despairs()
    assert await stands_by(house) == [DENY]
    house.world.clock.pass_(DAY)

    assert await stands_by(house) == [DENY, WISH]


async def test_after_the_return_there_is_nothing_to_deny() -> None:
    house = House()
    cause = await house.cause()
    await house.deny_crisis(cause, await house.contact())

    assert await house.sent() == ["button-is-old"]
    assert house.world.state.safety == {}


async def test_the_return_ends_a_pause_from_before() -> None:
    house = House()
    await house.in_session()
    await house.stops()
    await house.despairs("Я всем только в тягость")
    house.world.clock.pass_(DAY)
    await house.wishes_to_return()

    assert (await house.session()).state is SessionState.TALKING
    assert (await house.anna()).paused_at is None


async def test_a_pause_that_overtook_the_wish_to_return_goes_on() -> None:
    house = House()
    await house.in_session()
    await house.despairs("Я всем только в тягость")
    house.world.clock.pass_(DAY)
    wished = await house.cause(keeps=False)
    await house.stops()
    await house.wish_to_return(await house.claimed_again(wished), await house.contact())

    assert (await house.session()).state is SessionState.PAUSED
    assert (await house.anna()).paused_at is not None


async def test_what_is_said_after_the_return_reaches_the_coach_with_what_was_said_before() -> None:
    house = House(a_turn("И что ты выбираешь?"))
    await house.in_session()
    await house.despairs("Я всем только в тягость")
    house.world.clock.pass_(DAY)
    await house.wishes_to_return()
    await house.says("Я готова")

    (prompt,) = house.model.asked
    assert [u.text for u in prompt.dialogue if u.speaker is Speaker.PERSON][-1] == "Я готова"


async def test_who_goes_on_after_the_return_is_asked_the_coachs_question_again_not_the_fixed_words() -> None:
    house = House()
    await house.in_session()
    await house.despairs("Я всем только в тягость")
    house.world.clock.pass_(DAY)
    await house.wishes_to_return()
    await house.sent()
    await house.resumes()

    assert await house.sent() == ["resumed\n\nЧто болит?"]
