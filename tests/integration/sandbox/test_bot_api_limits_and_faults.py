"""Telegram's limits, and the faults that can be ordered."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

from tests.integration.sandbox.bot_api_stand import ANNA, MIKHAIL, Stand, running


@pytest.fixture
async def stand(tmp_path: Path) -> AsyncIterator[Stand]:
    async with running(tmp_path) as stand:
        yield stand


@pytest.fixture
async def strict(tmp_path: Path) -> AsyncIterator[Stand]:
    async with running(tmp_path / "strict", has_limits=True) as stand:
        yield stand


async def test_one_chat_takes_a_short_burst_and_then_one_message_a_second(strict: Stand) -> None:
    await strict.say("/start")
    for number in range(3):
        await strict.bot.send_message(ANNA, str(number))

    with pytest.raises(TelegramRetryAfter) as refused:
        await strict.bot.send_message(ANNA, "много")

    assert refused.value.retry_after == 1
    await asyncio.sleep(1.05)
    assert (await strict.bot.send_message(ANNA, "пора")).text == "пора"


async def test_all_chats_together_take_thirty_messages_a_second(strict: Stand) -> None:
    people = [{"id": number, "first_name": "Гость", "is_started": True} for number in range(5000, 5031)]
    await strict.post("/sandbox/people", {"people": people})

    outcomes = await asyncio.gather(
        *(strict.bot.send_message(number, "?") for number in range(5000, 5031)), return_exceptions=True
    )

    refused = [outcome for outcome in outcomes if isinstance(outcome, TelegramRetryAfter)]
    assert len(refused) == 1
    assert sorted(call["outcome"] for call in await strict.calls("sendMessage")) == [200] * 30 + [429]


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("429", TelegramRetryAfter),
        ("500", TelegramServerError),
        ("403_blocked", TelegramForbiddenError),
        ("403_deactivated", TelegramForbiddenError),
        ("400_parse", TelegramBadRequest),
        ("401", TelegramUnauthorizedError),
        ("html_502", ClientDecodeError),
        ("reset", TelegramNetworkError),
    ],
)
async def test_a_fault_before_handling_leaves_no_message(stand: Stand, kind: str, error: type[Exception]) -> None:
    await stand.say("/start")
    await stand.post("/sandbox/faults", [{"method": "sendMessage", "kind": kind, "times": 1, "retry_after": 7}])

    with pytest.raises(error):
        await stand.bot.send_message(ANNA, "Раз")
    await stand.bot.send_message(ANNA, "Два")

    shown = await stand.get(f"/sandbox/chat?person={ANNA}")
    assert [message["text"] for message in shown["messages"]] == ["/start", "Два"]
    assert [call["fault"] for call in await stand.calls("sendMessage")] == [kind, None]


@pytest.mark.parametrize("kind", ["accept_then_reset", "accept_then_hang"])
async def test_a_message_may_arrive_though_the_bot_never_learns_it(stand: Stand, kind: str) -> None:
    await stand.say("/start")
    await stand.post("/sandbox/faults", [{"method": "sendMessage", "chat_id": ANNA, "kind": kind, "times": 1}])

    with pytest.raises(TelegramNetworkError):
        await stand.bot.send_message(ANNA, "Раз", request_timeout=1)

    (call,) = await stand.calls("sendMessage")
    assert (call["outcome"], call["message_id"], call["fault"]) == (200, 2, kind)


async def test_a_slow_answer_comes_after_the_message(stand: Stand) -> None:
    await stand.say("/start")
    await stand.post("/sandbox/faults", [{"method": "sendMessage", "kind": "slow", "seconds": 0.4, "times": 1}])

    sending = asyncio.create_task(stand.bot.send_message(ANNA, "Раз"))
    await asyncio.sleep(0.2)

    assert len(await stand.calls("sendMessage")) == 1
    assert not sending.done()
    assert (await sending).text == "Раз"


async def test_a_fault_concerns_only_its_chat_and_its_share(stand: Stand) -> None:
    await stand.say("/start")
    await stand.say("/start", person=MIKHAIL)
    await stand.post(
        "/sandbox/faults",
        [{"method": "send*", "chat_id": ANNA, "kind": "500"}, {"method": "send*", "kind": "500", "share": 0}],
    )

    assert (await stand.bot.send_message(MIKHAIL, "Раз")).text == "Раз"
    with pytest.raises(TelegramServerError):
        await stand.bot.send_message(ANNA, "Раз")


async def test_an_unknown_fault_is_refused_by_name(stand: Stand) -> None:
    answer = await stand.post("/sandbox/faults", [{"kind": "earthquake"}])

    assert answer["error_code"] == 400
    assert "earthquake" in answer["description"]
