"""Portraits that somebody of the team wants anew: one person's or everybody's, never more than was asked for."""

from dataclasses import replace
from datetime import timedelta

import pytest

from relove_core.access.guards import NotAdmin
from relove_core.delivery.model import Button
from relove_core.ids import UserId
from relove_core.profiles.ask_refresh import AlreadyAsked, AskRefresh, AskRefreshOfAll, EverybodyAsked
from relove_core.profiles.desk import Desk
from relove_core.profiles.freshness import Freshness
from relove_core.profiles.guards import PersonUnknown
from relove_core.profiles.order_refresh import MOST_COUNTED, REFRESH_ALL, REFRESH_NONE, VALID, OrderRefresh
from relove_core.profiles.rotation import RotationRun, RunKind
from relove_core.profiles.show_run import RunWords
from relove_core.testing.builders import ANNA, BORIS, a_contact
from relove_core.testing.fixed_foresight import FixedForesight
from relove_core.users.model import Contact
from tests.contracts.world import send_all
from tests.unit.house import House

VERA = UserId(103)


def asking(house: House) -> AskRefresh:
    return AskRefresh(begin=house.world.begin)


def asking_all(house: House) -> AskRefreshOfAll:
    return AskRefreshOfAll(begin=house.world.begin, freshness=Freshness())


def ordering(house: House, *, people: int = 2) -> OrderRefresh:
    return OrderRefresh(
        desk=Desk(begin=house.world.begin, texts=house.texts),
        foresight=FixedForesight(people),
        runs=RunWords(texts=house.texts),
        texts=house.texts,
        freshness=Freshness(),
        clock=house.world.clock,
    )


async def inhabited() -> tuple[House, Contact]:
    """Anna has been here, and Boris, who is of the team."""
    house = House()
    await house.make_admin(ANNA)
    house.world.state.users[ANNA] = replace(house.world.state.users[ANNA], is_admin=False)
    return house, await house.make_admin(BORIS)


def asked_for(house: House) -> set[UserId]:
    return {user_id for user_id, kept in house.world.state.profile_states.items() if kept.asked_at is not None}


def runs(house: House) -> list[RotationRun]:
    return [kept.run for kept in house.world.state.rotation_runs.values()]


async def ordered(house: House, admin: Contact, told: str, *, people: int = 2) -> str:
    """What the admin reads."""
    await ordering(house, people=people)(await house.cause(user_id=admin.user_id), admin, told)
    (said,) = await send_all(house.world)
    return said


async def confirmed(house: House, admin: Contact, offered: str) -> str:
    await ordering(house).confirm(await house.cause(user_id=admin.user_id), admin, offered)
    (said,) = await send_all(house.world)
    return said


def now_of(house: House) -> str:
    return str(int(house.now().timestamp()))


async def test_one_person_is_asked_for_and_nobody_else() -> None:
    house, _ = await inhabited()
    run = await asking(house)(ANNA, asked_by=BORIS)

    assert (run.kind, run.asked_by, run.wanted) == (RunKind.ASKED, BORIS, 1)
    assert asked_for(house) == {ANNA}
    assert house.world.state.profile_states[ANNA].run_id == run.id


async def test_of_nobody_no_run_is_begun() -> None:
    house, _ = await inhabited()
    with pytest.raises(PersonUnknown):
        await asking(house)(VERA, asked_by=BORIS)

    assert runs(house) == []


async def test_who_is_asked_for_already_is_not_asked_for_twice() -> None:
    house, _ = await inhabited()
    await asking(house)(ANNA, asked_by=BORIS)
    with pytest.raises(AlreadyAsked):
        await asking(house)(ANNA, asked_by=None)

    assert len(runs(house)) == 1


async def test_everybody_seen_lately_is_asked_for() -> None:
    house, _ = await inhabited()
    long_ago = house.now() - Freshness().window
    house.world.state.users[ANNA] = replace(house.world.state.users[ANNA], last_seen_date=long_ago)
    run = await asking_all(house)(asked_by=None)

    assert asked_for(house) == {BORIS}
    assert (run.kind, run.asked_by) == (RunKind.ASKED, None)


async def test_everybody_is_not_asked_for_while_everybody_is_being_refreshed() -> None:
    house, _ = await inhabited()
    await asking_all(house)(asked_by=BORIS)
    with pytest.raises(EverybodyAsked):
        await asking_all(house)(asked_by=None)

    assert len(runs(house)) == 1


async def test_an_admin_orders_one_portrait() -> None:
    house, admin = await inhabited()
    said = await ordered(house, admin, f" {ANNA} ")

    assert said == f"refresh-ordered(user={ANNA}, run={runs(house)[0].id})"
    assert (asked_for(house), runs(house)[0].asked_by) == ({ANNA}, BORIS)


@pytest.mark.parametrize("told", ["анна", "0x65", "-1", "1.5", "101 102", "9" * 30, "allx", "all 101", "*", "%"])
async def test_what_is_not_understood_is_answered_by_what_is_right(told: str) -> None:
    house, admin = await inhabited()
    said = await ordered(house, admin, told)

    assert said == "refresh-not-understood\n\nrefresh-usage(days=30)"
    assert (asked_for(house), runs(house)) == (set(), [])


@pytest.mark.parametrize(
    ("told", "refusal"), [("103", "refused-person-unknown"), ("0", "refused-person-unknown"), ("101", None)]
)
async def test_a_refusal_leaves_nothing_but_the_answer(told: str, refusal: str | None) -> None:
    house, admin = await inhabited()
    await asking(house)(ANNA, asked_by=None)
    said = await ordered(house, admin, told)

    assert said == (refusal or "refused-already-asked")
    assert len(runs(house)) == 1
    assert await house.is_quiet()


@pytest.mark.parametrize("told", ["all", "все", "ВСЕХ"])
async def test_for_everybody_a_question_comes_first(told: str) -> None:
    house, admin = await inhabited()
    await ordering(house)(await house.cause(user_id=BORIS), admin, told)
    (question,) = [kept.message for kept in house.world.state.messages.values() if kept.message is not None]

    assert question.html == "refresh-all-question(days=30, people=2, is_more=no)"
    actions = [b.action.encode() for row in question.buttons for b in row if isinstance(b, Button)]
    assert actions == [f"{REFRESH_ALL}:{now_of(house)}", REFRESH_NONE]
    assert (asked_for(house), runs(house)) == (set(), [])


async def test_more_people_than_are_counted_are_no_exact_number() -> None:
    house, admin = await inhabited()

    assert (await ordered(house, admin, "all", people=MOST_COUNTED)).endswith(f"people={MOST_COUNTED}, is_more=no)")
    assert (await ordered(house, admin, "all", people=10**6)).endswith(f"people={MOST_COUNTED}, is_more=yes)")


async def test_the_button_asks_for_everybody_once() -> None:
    house, admin = await inhabited()

    assert await confirmed(house, admin, now_of(house)) == f"refresh-all-ordered(run={runs(house)[0].id})"
    assert asked_for(house) == {ANNA, BORIS}
    assert await confirmed(house, admin, now_of(house)) == "refused-everybody-asked"
    assert len(runs(house)) == 1


@pytest.mark.parametrize("offered", ["", "x", "-1", "9" * 18, "0"])
async def test_a_made_up_button_asks_again(offered: str) -> None:
    house, admin = await inhabited()

    assert (await confirmed(house, admin, offered)).startswith("refresh-all-question")
    assert runs(house) == []


async def test_an_old_button_asks_again() -> None:
    house, admin = await inhabited()
    offered = now_of(house)
    house.world.clock.pass_(VALID + timedelta(seconds=1))

    assert (await confirmed(house, admin, offered)).startswith("refresh-all-question")
    assert runs(house) == []


async def test_who_declines_changes_nothing() -> None:
    house, admin = await inhabited()
    await ordering(house).decline(await house.cause(user_id=BORIS), admin)

    assert await send_all(house.world) == ["refresh-declined"]
    assert runs(house) == []


async def test_without_a_word_the_last_runs_are_shown_those_under_way_first() -> None:
    house, admin = await inhabited()
    assert await ordered(house, admin, "") == "refresh-usage(days=30)\n\nruns-none"
    first = await asking(house)(ANNA, asked_by=BORIS)
    async with house.world.begin() as tx:
        await tx.runs.stop(first)
        await tx.runs.let_go(first, most=9)
        await tx.runs.end_if_done(first)
    await asking_all(house)(asked_by=None)

    _, title, going, stopped = (await ordered(house, admin, "")).split("\n\n")
    assert title == "runs-title"
    assert going.startswith(
        "run(run=2, kind=asked, by=, has_admin=no, began=02.11.2026 15:00, state=counted, seconds=0"
    )
    assert "named=2, processed=0" in going
    assert stopped.startswith(
        f"run(run=1, kind=asked, by={BORIS}, has_admin=yes, began=02.11.2026 15:00, state=stopped"
    )


async def test_for_everybody_else_there_is_no_such_command() -> None:
    house, _ = await inhabited()
    order, nobody = ordering(house), a_contact()
    cause = await house.cause()

    for act in (order(cause, nobody, "all"), order.confirm(cause, nobody, now_of(house)), order.decline(cause, nobody)):
        with pytest.raises(NotAdmin):
            await act
    assert runs(house) == []
    assert await send_all(house.world) == []
