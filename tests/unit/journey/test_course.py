"""The journey as it is shown, and the two use cases around it."""

from datetime import datetime, timedelta

import pytest

from relove_adapters.texts.fluent import FluentTexts
from relove_core.access.guards import NotAdmin
from relove_core.journey.model import Author, Journey, Proposal, Refusal, Stage, StageRecord
from relove_core.journey.place import Place
from relove_core.journey.propose import propose
from relove_core.journey.show_journey import ShowJourney
from relove_core.journey.views import Mark, course_of
from relove_core.safety.levels import CrisisLevel
from relove_core.safety.model import Safety
from relove_core.safety.transitions import HeldForSafety
from relove_core.testing.builders import ANNA, BORIS, a_contact
from relove_core.testing.clock import NOON
from relove_core.texts import Voice
from relove_core.users.consent import ConsentMissing
from tests.unit.house import House

DAY = timedelta(days=1)
HALF_A_DAY = timedelta(hours=12)


def a_proposal(stage: Stage, confidence: float = 0.9) -> Proposal:
    return Proposal(stage=stage, confidence=confidence, reason="сказано", quote=None, author=Author.MODEL)


def walk(*steps: tuple[Stage, timedelta]) -> list[StageRecord]:
    """Moves with the time since noon at which each was made."""
    journey, records = Journey(user_id=ANNA), list[StageRecord]()
    for stage, after in steps:
        records.append(journey.consider(a_proposal(stage), at=NOON + after))
        journey = journey.follow(records[-1])
    return records


def shown(records: list[StageRecord], *, now: datetime) -> dict[Stage, tuple[Mark, int | None]]:
    return {leg.stage: (leg.mark, leg.days) for leg in course_of(ANNA, records, now=now).legs}


def test_a_journey_that_has_not_begun_lies_ahead() -> None:
    legs = shown([], now=NOON)

    assert list(legs) == list(Stage)
    assert set(legs.values()) == {(Mark.AHEAD, None)}


def test_each_stage_has_the_days_that_were_spent_on_it() -> None:
    records = walk((Stage.ORDINARY_WORLD, 0 * DAY), (Stage.CALL_TO_ADVENTURE, 3 * DAY), (Stage.REFUSAL, 3.5 * DAY))

    legs = shown(records, now=NOON + 5 * DAY)

    assert legs[Stage.ORDINARY_WORLD] == (Mark.DONE, 3)
    assert legs[Stage.CALL_TO_ADVENTURE] == (Mark.DONE, 0)
    assert legs[Stage.REFUSAL] == (Mark.CURRENT, 1)
    assert legs[Stage.MEETING_MENTOR] == (Mark.AHEAD, None)


def test_who_went_back_keeps_what_was_done_and_all_visits_count() -> None:
    records = walk(
        (Stage.ORDEAL, 0 * DAY),
        (Stage.REWARD, 2 * DAY),
        (Stage.ORDEAL, 3 * DAY),
        (Stage.APPROACH, 4 * DAY),
    )

    legs = shown(records, now=NOON + 10 * DAY)

    assert legs[Stage.ORDEAL] == (Mark.DONE, 3)
    assert legs[Stage.REWARD] == (Mark.AHEAD, 1)
    assert legs[Stage.APPROACH] == (Mark.CURRENT, 6)


def test_refused_proposals_take_no_time() -> None:
    records = walk((Stage.ORDINARY_WORLD, 0 * DAY), (Stage.ORDEAL, 1 * DAY), (Stage.CALL_TO_ADVENTURE, 2 * DAY))

    assert records[1].refusal is Refusal.NO_SUCH_MOVE
    assert shown(records, now=NOON + 2 * DAY)[Stage.ORDINARY_WORLD] == (Mark.DONE, 2)


def test_the_next_round_begins_anew() -> None:
    records = walk((Stage.RETURN_WITH_ELIXIR, 0 * DAY), (Stage.ORDINARY_WORLD, 4 * DAY))

    course = course_of(ANNA, records, now=NOON + 9 * DAY)

    assert course.journey.round == 2
    assert shown(records, now=NOON + 9 * DAY)[Stage.ORDINARY_WORLD] == (Mark.CURRENT, 5)
    assert shown(records, now=NOON + 9 * DAY)[Stage.RETURN_WITH_ELIXIR] == (Mark.AHEAD, None)


def test_a_clock_that_jumped_back_makes_no_days_below_zero() -> None:
    records = walk((Stage.ORDINARY_WORLD, 5 * DAY), (Stage.CALL_TO_ADVENTURE, 1 * DAY))

    assert shown(records, now=NOON)[Stage.ORDINARY_WORLD] == (Mark.DONE, 0)
    assert shown(records, now=NOON)[Stage.CALL_TO_ADVENTURE] == (Mark.CURRENT, 0)


async def test_my_journey_reads_well_in_russian() -> None:
    house = House()
    await house.in_session()
    clock = house.world.clock
    for stage in (Stage.ORDINARY_WORLD, Stage.CALL_TO_ADVENTURE):
        async with house.world.begin() as tx:
            await propose(tx, ANNA, a_proposal(stage), at=house.now())
        clock.pass_(2 * DAY + HALF_A_DAY)
    show = ShowJourney(begin=house.world.begin, texts=FluentTexts(), clock=clock)

    await show(await house.cause(), await house.contact())

    (said,) = await house.sent()
    assert said.startswith("<b>Твой путь</b>\n\n✅ Обычный мир · 2 дня\n🔥 <b>Зов к приключению</b> · 2 дня\n⚪️ Отказ")
    assert said.count("⚪️") == 10
    assert (await house.session()).is_active


async def test_my_journey_needs_consent_and_the_ordinary_level() -> None:
    house = House()
    show = ShowJourney(begin=house.world.begin, texts=house.texts, clock=house.world.clock)
    cause = await house.cause()

    with pytest.raises(ConsentMissing):
        await show(cause, a_contact(consents=()))
    with pytest.raises(HeldForSafety):
        await show(cause, a_contact(is_held=True))


@pytest.mark.parametrize(
    ("days", "said"), [(0, "меньше дня"), (1, "1 день"), (3, "3 дня"), (11, "11 дней"), (21, "21 день")]
)
def test_russian_days_agree(days: int, said: str) -> None:
    assert FluentTexts()("journey-days", Voice("ru", "unknown"), days=days) == said


def test_rounds_are_told_from_the_second_on() -> None:
    first, second = (FluentTexts()("journey-title", Voice("ru", "unknown"), round=n) for n in (1, 2))

    assert "круг" not in first
    assert second.endswith("круг 2")


# --- placing --------------------------------------------------------------------------------------------------------


async def place(house: House, number: str, stage: str, reason: str) -> tuple[str, StageRecord | None]:
    ability = Place(begin=house.world.begin, texts=house.texts, clock=house.world.clock)
    record = await ability(await house.cause(user_id=BORIS), a_contact(BORIS, is_admin=True), number, stage, reason)
    (said,) = await house.sent()
    return said.partition("(")[0], record


async def known(house: House) -> str | None:
    return (await house.anna()).last_journey_stage


async def test_an_admin_places_a_person_anywhere_with_a_reason() -> None:
    house = House()
    await house.in_session()
    assert (await place(house, "101", "reward", "по разговору с ней"))[0] == "placed"

    said, record = await place(house, "101", "REFUSAL", "ошиблась")

    assert said == "placed"
    assert record is not None
    assert (record.author, record.source, record.reason) == (Author.ADMIN, Stage.REWARD, "ошиблась")
    assert await known(house) == "REFUSAL"


@pytest.mark.parametrize(
    ("number", "stage", "reason", "said"),
    [
        ("", "", "", "place-needs-id"),
        ("anna", "REFUSAL", "так", "place-needs-id"),
        ("²", "REFUSAL", "так", "place-needs-id"),
        ("9" * 40, "REFUSAL", "так", "place-needs-id"),
        ("101", "", "", "place-unknown-stage"),
        ("101", "ЗОВ", "так", "place-unknown-stage"),
        ("101", "NIRVANA", "так", "place-unknown-stage"),
        ("101", "REFUSAL", "", "place-needs-reason"),
        ("101", "REFUSAL", "  ", "place-needs-reason"),
        ("555", "REFUSAL", "так", "place-unknown-person"),
    ],
)
async def test_what_cannot_be_placed_is_refused_with_what_can(number: str, stage: str, reason: str, said: str) -> None:
    house = House()
    await house.in_session()

    assert await place(house, number, stage, reason) == (said, None)
    assert await known(house) is None


async def test_nobody_is_placed_in_a_crisis() -> None:
    house = House()
    await house.in_session()
    async with house.world.begin() as tx:
        await tx.safety.save(Safety(user_id=ANNA).hear(CrisisLevel.SUPPORT, at=house.now()))

    assert await place(house, "101", "REFUSAL", "так") == ("place-held", None)
    assert await known(house) is None


async def test_only_admins_place() -> None:
    house = House()
    ability = Place(begin=house.world.begin, texts=house.texts, clock=house.world.clock)

    with pytest.raises(NotAdmin):
        await ability(await house.cause(), a_contact(), "101", "REFUSAL", "так")


# --- proposing ------------------------------------------------------------------------------------------------------


async def test_the_same_stage_needs_no_record() -> None:
    house = House()
    await house.in_session()
    async with house.world.begin() as tx:
        assert await propose(tx, ANNA, a_proposal(Stage.REFUSAL), at=house.now()) is not None
        assert await propose(tx, ANNA, a_proposal(Stage.REFUSAL), at=house.now()) is None
        assert len(await tx.journey.records_of(ANNA)) == 1


@pytest.mark.parametrize("level", [CrisisLevel.SUPPORT, CrisisLevel.CRISIS, CrisisLevel.IMMINENT])
async def test_in_a_crisis_a_move_is_recorded_and_not_made(level: CrisisLevel) -> None:
    house = House()
    await house.in_session()
    async with house.world.begin() as tx:
        await tx.safety.save(Safety(user_id=ANNA).hear(level, at=house.now()))
        record = await propose(tx, ANNA, a_proposal(Stage.REFUSAL), at=house.now())

    assert record is not None
    assert record.refusal is Refusal.CRISIS
    assert await known(house) is None
