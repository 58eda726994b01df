"""Three consents, asked one by one; without the required two there is no conversation and nothing is kept."""

import itertools

import pytest

from relove_core.errors import InvalidInput
from relove_core.sessions.model import SessionKind
from relove_core.testing.builders import ANNA, a_contact, a_turn
from relove_core.users import onboarding
from relove_core.users.answer_consent import AnswerConsent
from relove_core.users.consent import CURRENT, REQUIRED, ConsentAnswer, ConsentKind, ConsentMissing, answer_of
from relove_core.users.model import Contact
from relove_core.users.onboarding import Acquaint, next_step
from tests.unit.house import House

EVERY_SET = [frozenset(chosen) for size in range(4) for chosen in itertools.combinations(ConsentKind, size)]


def a_stranger(*consents: ConsentKind) -> Contact:
    return a_contact(gender=None, consents=consents, has_time_zone=False)


async def answers(house: House, contact: Contact, kind: ConsentKind, *, is_given: bool, version: str = "") -> None:
    answer = ConsentAnswer(kind=kind, version=version or CURRENT[kind], is_given=is_given)
    consent = AnswerConsent(begin=house.world.begin, texts=house.texts, clock=house.world.clock)
    await consent(await house.cause(), contact, answer)


async def test_the_questions_come_one_by_one() -> None:
    house = House()
    acquaint = Acquaint(begin=house.world.begin, texts=house.texts)
    await acquaint(await house.cause(), a_stranger())
    await answers(house, a_stranger(), ConsentKind.RULES, is_given=True)
    await answers(house, a_stranger(ConsentKind.RULES), ConsentKind.DATA, is_given=True)
    await answers(house, a_stranger(*REQUIRED), ConsentKind.NEWS, is_given=False)

    assert await house.sent() == ["ask-rules", "ask-data", "ask-news", "ask-gender"]


@pytest.mark.parametrize("kind", sorted(REQUIRED))
async def test_a_refused_required_one_ends_it_kindly(kind: ConsentKind) -> None:
    house = House()
    await answers(house, a_stranger(), kind, is_given=False)

    assert await house.sent() == ["consent-refused"]


async def test_a_button_of_an_old_text_decides_nothing_and_the_new_text_is_asked() -> None:
    house = House()
    await answers(house, a_stranger(), ConsentKind.RULES, is_given=True, version="2020-01")

    assert not house.world.state.consents
    assert await house.sent() == ["ask-rules"]


async def test_what_was_agreed_to_is_kept_with_version_and_time() -> None:
    house = House()
    await answers(house, a_stranger(), ConsentKind.DATA, is_given=True)

    ((who, answer), at) = next(iter(house.world.state.consents.items()))
    assert (who, answer.kind, answer.is_given) == (ANNA, ConsentKind.DATA, True)
    assert answer.version == CURRENT[ConsentKind.DATA]
    assert at == house.now()


@pytest.mark.parametrize("given", EVERY_SET, ids=lambda given: "+".join(sorted(given)) or "none")
async def test_without_the_required_two_the_coach_is_not_asked_and_nothing_is_kept(
    given: frozenset[ConsentKind],
) -> None:
    house = House(a_turn("С чего начнём?"))
    contact = a_contact(consents=given)
    cause = await house.cause()
    if given >= REQUIRED:
        await house.open_session(cause, contact, SessionKind.PROVOCATIVE)
        assert (await house.sent())[-1] == "С чего начнём?"
        return

    with pytest.raises(ConsentMissing):
        await house.open_session(cause, contact, SessionKind.PROVOCATIVE)
    with pytest.raises(ConsentMissing):
        await house.continue_session(cause, contact, [])

    assert not house.model.asked
    assert not house.world.state.sessions


async def opened(house: House, *consents: ConsentKind) -> list[str]:
    """A session is begun by somebody who has answered these, and is over again."""
    house.model.script.append(a_turn("С чего начнём?"))
    cause = await house.cause()
    await house.open_session(cause, a_contact(consents=consents), SessionKind.PROVOCATIVE)
    house.world.state.sessions.clear()
    return await house.sent()


async def test_a_new_text_about_the_news_is_asked_once_and_before_a_session() -> None:
    house = House()

    assert await opened(house, *REQUIRED) == ["ask-news", "С чего начнём?"]
    assert await opened(house, *REQUIRED) == ["С чего начнём?"], "silence is an answer too"
    assert (await house.anna()).markers == {"news_asked": CURRENT[ConsentKind.NEWS]}


async def test_the_next_text_about_the_news_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House()
    await opened(house, *REQUIRED)
    monkeypatch.setattr(onboarding, "CURRENT", {**CURRENT, ConsentKind.NEWS: "2027-01"})

    assert await opened(house, *REQUIRED) == ["ask-news", "С чего начнём?"]


async def test_who_has_answered_about_the_news_is_not_asked() -> None:
    house = House()

    assert await opened(house, *ConsentKind) == ["С чего начнём?"]
    assert (await house.anna()).markers == {}


async def test_a_session_begun_anew_asks_too() -> None:
    house = House(a_turn("С чего начнём?"))
    await house.in_session()
    await house.restart(await house.cause(), a_contact(consents=REQUIRED), SessionKind.PROVOCATIVE)

    assert (await house.sent())[-2:] == ["ask-news", "С чего начнём?"]


@pytest.mark.parametrize(("is_given", "told"), [(True, "news-wanted"), (False, "news-unwanted")])
async def test_what_was_asked_aside_is_answered_shortly(is_given: bool, told: str) -> None:
    house = House()
    await answers(house, a_contact(consents=REQUIRED), ConsentKind.NEWS, is_given=is_given)

    assert await house.sent() == [told]


def test_an_acquainted_person_is_asked_nothing() -> None:
    assert next_step(a_contact()) is None


@pytest.mark.parametrize("args", [(), ("rules",), ("rules", "v", "maybe"), ("soul", "v", "yes"), ("a", "b", "c", "d")])
def test_what_no_consent_button_says_is_refused(args: tuple[str, ...]) -> None:
    with pytest.raises(InvalidInput):
        answer_of(args)
