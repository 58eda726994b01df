"""What is said about a person's data, the copy, and the question before the end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from relove_core.delivery.model import Attachment, Button, Cause, LeaseLost, Outgoing
from relove_core.privacy.ask_to_forget import AskToForget
from relove_core.privacy.asking import FORGET, VALID
from relove_core.privacy.export_data import ExportData
from relove_core.privacy.forget import Forget
from relove_core.privacy.show_privacy import ShowPrivacy
from relove_core.safety.contacts import Contacts
from relove_core.testing.builders import ANNA, a_contact, a_message
from tests.contracts.world import send_all
from tests.unit.house import House

HELP = "help-before-forgetting(emergency=112, line=8-800-2000-122, mobile=124)"


def asking(house: House) -> AskToForget:
    return AskToForget(begin=house.world.begin, texts=house.texts, help_lines=Contacts(), clock=house.world.clock)


def forgetting(house: House) -> Forget:
    return Forget(begin=house.world.begin, texts=house.texts, help_lines=Contacts(), clock=house.world.clock)


def now_of(house: House) -> str:
    return str(int(house.world.clock.now().timestamp()))


def queued(house: House) -> list[Outgoing]:
    return [kept.message for kept in house.world.state.messages.values() if kept.message is not None]


async def confirmed(house: House, cause: Cause | None = None, *, is_held: bool = False) -> bool:
    contact = a_contact(is_held=is_held)
    return await forgetting(house)(cause or await house.cause(), contact, now_of(house))


async def test_privacy_names_who_processes_and_whom_to_ask() -> None:
    house = House()
    show = ShowPrivacy(begin=house.world.begin, texts=house.texts, provider="groq", office="@relove")
    await show(await house.cause(), a_contact())

    assert await send_all(house.world) == ["privacy(provider=groq, office=@relove)"]


async def test_privacy_says_so_where_there_is_nobody_to_name() -> None:
    house = House()
    show = ShowPrivacy(begin=house.world.begin, texts=house.texts, provider="", office="")
    await show(await house.cause(), a_contact())

    assert await send_all(house.world) == ["privacy(provider=none, office=none)"]


async def test_a_copy_is_a_wish_until_it_is_sent() -> None:
    house = House()
    await ExportData(begin=house.world.begin, texts=house.texts)(await house.cause(), a_contact())

    (file,) = queued(house)
    assert (file.attachment, file.user_id, file.html) == (Attachment.DATA, ANNA, "your-data")


async def test_it_is_asked_once_with_two_buttons() -> None:
    house = House()
    await asking(house)(await house.cause(), a_contact())

    (question,) = queued(house)
    actions = [b.action.encode() for row in question.buttons for b in row if isinstance(b, Button)]
    assert question.html == "ask-forget"
    assert actions == [f"{FORGET}:{now_of(house)}", "keep"]


async def test_who_may_be_in_danger_reads_first_where_help_answers() -> None:
    house = House()
    await asking(house)(await house.cause(), a_contact(is_held=True))

    assert await send_all(house.world) == [HELP, "ask-forget"]


async def test_who_confirms_is_forgotten_and_told_so() -> None:
    house = House()
    await house.cause(keeps=False)

    assert await confirmed(house)
    assert ANNA not in house.world.state.users
    assert await send_all(house.world) == ["forgotten"]


async def test_who_may_be_in_danger_is_forgotten_all_the_same_and_reads_of_help() -> None:
    house = House()
    await confirmed(house, is_held=True)

    assert ANNA not in house.world.state.users
    assert await send_all(house.world) == [HELP, "forgotten"]


async def test_the_receipt_belongs_to_nobody() -> None:
    house = House()
    await confirmed(house, is_held=True)

    assert {message.user_id for message in queued(house)} == {None}


@pytest.mark.parametrize("age", [VALID + timedelta(seconds=1), timedelta(seconds=-1)])
async def test_an_old_button_asks_again(age: timedelta) -> None:
    house = House()
    asked = str(int((house.world.clock.now() - age).timestamp()))

    assert not await forgetting(house)(await house.cause(), a_contact(), asked)
    assert ANNA in house.world.state.users
    assert await send_all(house.world) == ["ask-forget"]


@pytest.mark.parametrize("asked", ["", "abc", "٣", "-5", "9" * 40])
async def test_a_button_that_is_not_ours_asks_again(asked: str) -> None:
    house = House()

    assert not await forgetting(house)(await house.cause(), a_contact(), asked)
    assert ANNA in house.world.state.users


async def test_without_the_lane_nobody_is_forgotten_and_nothing_is_said() -> None:
    house = House()
    cause = await house.cause(keeps=False)

    with pytest.raises(LeaseLost):
        await confirmed(house, cause)

    assert ANNA in house.world.state.users
    assert await send_all(house.world) == []


def test_a_file_is_about_somebody_and_its_caption_is_short() -> None:
    message = a_message("x" * 1024)

    assert replace(message, attachment=Attachment.DATA).attachment is Attachment.DATA
    with pytest.raises(ValueError, match="caption is short"):
        replace(message, attachment=Attachment.DATA, user_id=None)
    with pytest.raises(ValueError, match="caption is short"):
        replace(a_message("x" * 1025), attachment=Attachment.DATA)
