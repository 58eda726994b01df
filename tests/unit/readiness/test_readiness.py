"""Readiness: what is believed of a model, who is measured at all, and to whom nothing is offered."""

from collections.abc import Iterable

import pytest

from relove_core.errors import Unavailable
from relove_core.llm import Purpose, Speaker
from relove_core.prompts import Label
from relove_core.readiness.analyse_readiness import AnalyseReadiness
from relove_core.readiness.model import OFFERED_FROM, UNPROVEN_MOST, ReadinessReport, StreamReadiness
from relove_core.readiness.reading import ReadinessReading
from relove_core.readiness.suggest_stream import SuggestStream
from relove_core.safety.transitions import HeldForSafety
from relove_core.streams.conversion import ConversionStep
from relove_core.testing.builders import ANNA, a_contact, a_stream
from relove_core.testing.scripted_model import Line, Meanwhile
from relove_core.users.consent import REQUIRED
from tests.unit.house import WAYS, House

SAID = (
    "Всем помогаю, мне легче помогать, чем просить за себя у других",
    "Рядом со мной люди, а чувства прячу за шуткой каждый день",
    "Хочется близости, но она меня пугает",
)


def percent(slug: str, much: int, *quotes: str) -> StreamReadiness:
    return StreamReadiness(slug=slug, percent=much, quotes=quotes)


def report(*streams: StreamReadiness) -> ReadinessReport:
    return ReadinessReport(streams=streams)


async def who_said(*script: Line, said: Iterable[str] = SAID, streams: int = 4, secrets: tuple[str, ...] = ()) -> House:
    house = House(*script, secrets=secrets)
    await house.in_session()
    async with house.world.begin() as tx:
        for n in range(streams):
            await tx.streams.save(a_stream(f"stream-{n}", title=f"Поток {n}", position=n))
    model, house.model.script = house.model.script, []
    for text in said:
        await house.says(text)
    house.model.script = model
    house.model.asked.clear()
    await house.sent()
    return house


async def asks(house: House) -> list[str]:
    use_case = AnalyseReadiness(
        begin=house.world.begin, reading=reading(house), texts=house.texts, ways=WAYS, clock=house.world.clock
    )
    await use_case(await house.cause(), await house.contact())
    return await house.sent()


def reading(house: House) -> ReadinessReading:
    return ReadinessReading(coach=house.coach, clock=house.world.clock)


async def suggestion(house: House, *, wants_news: bool = True) -> str | None:
    suggest = SuggestStream(begin=house.world.begin, reading=reading(house))
    contact = a_contact() if wants_news else a_contact(consents=REQUIRED)
    return await suggest(await house.session(), contact)


async def test_the_best_three_are_shown_with_the_persons_own_words() -> None:
    found = report(*(percent(f"stream-{n}", 40 + 10 * n, SAID[2]) for n in range(4)))
    house = await who_said(found)

    (told,) = await asks(house)

    assert told.startswith("readiness-title\n\nreadiness-stream(title=Поток 3,")
    assert [f"Поток {n}" in told for n in range(4)] == [False, True, True, True]
    assert f"readiness-quote(words={SAID[2]})" in told
    async with house.world.begin() as tx:
        assert ConversionStep.SAW_OFFER in await tx.conversions.of(ANNA)


async def test_the_question_holds_the_persons_words_and_the_programmes_and_nothing_of_the_coach() -> None:
    house = await who_said(report())
    await asks(house)

    (asked,) = house.model.asked
    assert asked.purpose is Purpose.READINESS
    assert [u.text for u in asked.dialogue] == list(SAID)
    assert {u.speaker for u in asked.dialogue} == {Speaker.PERSON}
    assert asked.notes[Label.STREAMS][0] == "stream-0: Поток 0. Признаки: зовёт перемена."


async def test_invented_words_are_dropped_and_without_words_there_is_no_more_than_a_hint() -> None:
    house = await who_said(report(percent("stream-0", 95, "Хочу купить всё"), percent("free-money", 100, SAID[0])))

    (told,) = await asks(house)

    assert "купить" not in told
    assert "free-money" not in told
    assert f"percent={UNPROVEN_MOST})" in told


async def test_a_crumb_of_words_proves_nothing() -> None:
    house = await who_said(report(percent("stream-0", 95, "за", SAID[0][:7])))

    (told,) = await asks(house)

    assert "readiness-quote" not in told
    assert f"percent={UNPROVEN_MOST})" in told


async def test_a_quote_with_a_hidden_name_in_it_is_theirs_too() -> None:
    found = report(percent("stream-0", 80, "Помогаю [1] с детьми"))
    house = await who_said(found, said=(*SAID, "Помогаю Кате с детьми"), secrets=("Кате",))

    (told,) = await asks(house)

    assert "readiness-quote(words=Помогаю Кате с детьми)" in told


async def test_what_shows_no_sign_is_not_shown_at_all() -> None:
    house = await who_said(report(*(percent(f"stream-{n}", 0) for n in range(4))))

    assert await asks(house) == ["readiness-none-heard"]


@pytest.mark.parametrize("said", [(), SAID[:2], ("да", "нет", "не знаю")])
async def test_without_enough_words_nobody_is_asked_about(said: tuple[str, ...]) -> None:
    house = await who_said(said=said)

    assert await asks(house) == ["readiness-too-little"]
    assert house.model.asked == []


async def test_without_programmes_there_is_nothing_to_be_ready_for() -> None:
    house = await who_said(streams=0)

    assert await asks(house) == ["streams-none"]


async def test_with_a_silent_coach_it_can_be_asked_again() -> None:
    house = await who_said(Unavailable("503"))

    assert await asks(house) == ["readiness-unavailable"]
    async with house.world.begin() as tx:
        assert ConversionStep.SAW_OFFER not in await tx.conversions.of(ANNA)


async def test_a_crisis_while_it_is_measured_lets_nothing_be_shown() -> None:
    house = await who_said()
    house.model.script = [Meanwhile(house.despairs, report(percent("stream-0", 90, SAID[0])))]

    with pytest.raises(HeldForSafety):
        await asks(house)

    assert not any("readiness" in text for text in await house.sent())


@pytest.mark.parametrize(("much", "slug"), [(OFFERED_FROM, "stream-1"), (OFFERED_FROM - 1, None)])
async def test_a_conversation_speaks_for_a_programme_only_when_it_does_so_clearly(much: int, slug: str | None) -> None:
    house = await who_said(report(percent("stream-1", much, SAID[0]), percent("stream-2", 99, "не моё")))

    assert await suggestion(house) == slug


async def test_who_refused_to_read_of_programmes_is_not_thought_about() -> None:
    house = await who_said(report(percent("stream-1", 90, SAID[0])))

    assert await suggestion(house, wants_news=False) is None
    assert house.model.asked == []


@pytest.mark.parametrize("said", [SAID, SAID[:1]])
async def test_a_silent_coach_or_a_short_talk_suggests_nothing(said: tuple[str, ...]) -> None:
    house = await who_said(Unavailable("503"), said=said)

    assert await suggestion(house) is None


async def test_a_switched_off_programme_is_not_suggested() -> None:
    house = await who_said(report(percent("old", 90, SAID[0])))
    async with house.world.begin() as tx:
        await tx.streams.save(a_stream("old", is_active=False))

    assert await suggestion(house) is None
