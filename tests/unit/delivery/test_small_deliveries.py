"""Ignoring, replying, setting aside, and what a cause is."""

import pytest

from relove_core.delivery.ignore import Ignore
from relove_core.delivery.menu import menu
from relove_core.delivery.model import Cause, Lane, LeaseLost
from relove_core.delivery.reply import Reply
from relove_core.delivery.set_aside import SetAside
from relove_core.ids import ChatId, UserId
from relove_core.testing.builders import ANNA, BOT, a_cause, an_update, cause_of
from relove_core.testing.key_texts import KeyTexts
from relove_core.texts import Voice
from tests.contracts.memory import WatchedMemory
from tests.contracts.world import claim, send_all, take_and_claim

VOICE = Voice("ru", "unknown")


@pytest.fixture
def world() -> WatchedMemory:
    return WatchedMemory()


async def test_what_is_ignored_is_dealt_with_in_silence(world: WatchedMemory) -> None:
    await Ignore(begin=world.begin)(cause_of(await take_and_claim(world, an_update(1))))

    assert [u.state for u in await world.updates()] == ["done"]
    assert await send_all(world) == []


async def test_a_reply_is_one_of_our_own_texts(world: WatchedMemory) -> None:
    reply = Reply(begin=world.begin, texts=KeyTexts())
    await reply(cause_of(await take_and_claim(world, an_update(1))), ANNA, VOICE, "help", with_menu=True)

    (message,) = await world.messages()
    assert message.message is not None
    assert (message.message.html, message.message.menu) == ("help", menu(KeyTexts(), VOICE))
    assert await send_all(world) == ["help"]


async def test_a_reply_to_nobody_in_particular_leaves_the_keyboard(world: WatchedMemory) -> None:
    reply = Reply(begin=world.begin, texts=KeyTexts())
    await reply(cause_of(await take_and_claim(world, an_update(1))), None, VOICE, "group-only-private")

    (message,) = await world.messages()
    assert message.message is not None
    assert (message.message.user_id, message.message.menu) == (None, ())


async def test_what_cannot_be_dealt_with_is_kept_and_apologised_for(world: WatchedMemory) -> None:
    set_aside = SetAside(begin=world.begin, texts=KeyTexts())
    await set_aside(cause_of(await take_and_claim(world, an_update(1, raw=b"?"), an_update(2)), 1), VOICE)

    first, second = await world.updates()
    assert (first.state, first.raw, second.state) == ("aside", b"?", "pending")
    assert await send_all(world) == ["apology-set-aside"]
    assert [p.update_id for p in (await claim(world)).pending] == [2]


async def test_a_group_is_not_apologised_to(world: WatchedMemory) -> None:
    set_aside = SetAside(begin=world.begin, texts=KeyTexts())
    group = UserId(-100)
    await set_aside(cause_of(await take_and_claim(world, an_update(1, user_id=group))), VOICE)

    assert await send_all(world) == []


@pytest.mark.parametrize("act", ["ignore", "reply", "set_aside"])
async def test_without_the_lane_nothing_is_written(world: WatchedMemory, act: str) -> None:
    acts = {
        "ignore": lambda: Ignore(begin=world.begin)(a_cause(1)),
        "reply": lambda: Reply(begin=world.begin, texts=KeyTexts())(a_cause(1), ANNA, VOICE, "help"),
        "set_aside": lambda: SetAside(begin=world.begin, texts=KeyTexts())(a_cause(1), VOICE),
    }

    with pytest.raises(LeaseLost):
        await acts[act]()

    assert not await world.messages()


def test_a_cause_has_an_update() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Cause(bot_id=BOT, chat_id=ChatId(1), lane=Lane.TALK, fence=1, update_ids=())
