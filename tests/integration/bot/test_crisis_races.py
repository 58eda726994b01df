"""A signal of crisis at any moment of a turn: its answer arrives, and after it nothing of the coach's."""

import asyncio
import os
import random
import secrets
from collections import Counter

from tests.bot_process import Chat, Database, Telegram, bot_in_process
from tests.integration.bot.test_crisis import CRISIS, DESPAIR, HeldCoach, heard, is_standing_by

RACES = int(os.environ.get("RELOVE_RACES", "10"))
"""``RELOVE_RACES=50`` is the full form."""
FIRST = 300_001
TURN_S = 0.06
"""About as long as a turn takes up to the coach."""


async def test_at_any_moment_of_a_turn_the_crisis_wins_and_no_word_is_lost(
    telegram: Telegram, database: Database
) -> None:
    seed = secrets.randbelow(2**32)
    print(f"seed {seed}")  # noqa: T201 - to do it again
    chance = random.Random(seed)
    people = range(FIRST, FIRST + RACES)
    known = [{"id": person, "first_name": f"Человек {person}", "is_started": True} for person in people]
    await telegram.post("/sandbox/people", {"people": known})
    await database.acquaint(*people)

    outcomes: Counter[str] = Counter()
    coach = HeldCoach()
    async with bot_in_process(telegram, database.url, llm=coach):
        for person in people:
            chat = Chat(telegram=telegram, person=person)
            coach.may_speak.set()
            await chat.ask("/natasha")
            outcomes[await _race(chat, coach, database, chance)] += 1
    print(f"{RACES} races: {dict(outcomes)}")  # noqa: T201 - the figure


async def _race(chat: Chat, coach: HeldCoach, database: Database, chance: random.Random) -> str:
    """The coach speaks when the crisis answer was seen, or at a random moment; how it came out."""
    is_patient = chance.random() < 0.5
    coach.may_speak.clear()
    await chat.say("Мне плохо")
    await asyncio.sleep(chance.random() * TURN_S)
    await chat.say(DESPAIR)
    if is_patient:
        seen = [(await chat.next()).text]
        assert seen[0] in CRISIS, "while the coach still thinks, or before it was asked"
    else:
        await asyncio.sleep(chance.random() * TURN_S)
        seen = []
    coach.may_speak.set()
    await database.settled()
    seen += [one.text for one in await chat.unread()]

    assert sorted(await heard(database, chat.person)) == sorted(["Мне плохо", DESPAIR])
    assert await database.value("SELECT state FROM user_sessions WHERE user_id = $1", chat.person) == "support"
    return _outcome(seen)


def _outcome(seen: list[str]) -> str:
    kinds = [_kind(text) for text in seen]
    assert kinds in (["crisis"], ["crisis", "standing by"], ["coach", "crisis"]), seen
    return ", ".join(kinds)


def _kind(text: str) -> str:
    if text in CRISIS:
        return "crisis"
    return "standing by" if is_standing_by(text) else "coach"
