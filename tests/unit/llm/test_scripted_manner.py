"""The scripted coach remembers, and speaks as softly or as hard as the person wishes."""

import pytest

from relove_adapters.llm.scripted.loading import load_bank
from relove_adapters.llm.scripted.manner import NO_DEATH
from relove_core.journey.model import Stage
from relove_core.prompts import Label
from relove_core.sessions.coach import DIGEST_CHARS
from tests.unit.llm.talking import SHELVES, Talk

BANK = load_bank()
SAID = (
    "Я всё тащу на себе",
    "Если не я, то никто",
    "Злюсь, но молчу",
    "Маме было тяжело, и я помогала с семи лет",
    "Мне было семь, и все на меня смотрели",
    "Не знаю",
)


@pytest.mark.parametrize("stage", list(Stage))
async def test_who_comes_back_is_met_with_what_was_found_before(stage: Stage) -> None:
    talk = Talk(stage, notes={Label.PATTERNS: ("спасательство",), Label.THEMES: ("семья",)})

    turn = await talk.turn()

    assert "«спасательство»" in turn.reply
    assert turn.reply.endswith("?")
    assert talk.places == ["arc/returning"]


async def test_a_finding_too_long_to_be_quoted_is_passed_over() -> None:
    talk = Talk(notes={Label.PATTERNS: ("с" * 61, "вина")})

    assert "«вина»" in (await talk.turn()).reply


async def test_the_talk_goes_on_from_there_as_from_any_opening() -> None:
    talk = Talk(notes={Label.PATTERNS: ("вина",)})
    await talk.say_all(SAID)

    assert len({turn.reply for turn in talk.turns}) == len(talk.turns)
    assert any(place.startswith("themes/") for place in talk.places)


@pytest.mark.parametrize("stage", [Stage.ORDEAL, Stage.RESURRECTION])
async def test_nothing_dies_or_burns_for_who_is_to_be_spared_it(stage: Stage) -> None:
    talk = Talk(stage, symbols="off")
    await talk.say_all(SAID * 4)

    spared = [said.body for said in talk.said if said] + [said.lead for said in talk.said if said and said.lead]
    assert not [p.key for p in spared if NO_DEATH in p.line.unless]


def test_every_kind_of_turn_is_left_without_the_images() -> None:
    places = {p.place for p in SHELVES if p.place.startswith(("stages/ordeal", "stages/resurrection"))}

    assert [place for place in places if all(NO_DEATH in p.line.unless for p in SHELVES[place])] == []


def hard(talk: Talk) -> int:
    return sum(1 for said in talk.said if said and said.body.line.edge == "hard")


async def test_the_intensity_is_heard() -> None:
    talks = {}
    for wish in ("softer", "usual", "harder"):
        talks[wish] = [Talk(stage, intensity=wish) for stage in Stage]
        for talk in talks[wish]:
            await talk.say_all(SAID)
    said = {wish: sum(map(hard, each)) for wish, each in talks.items()}

    assert said["softer"] == 0
    assert said["softer"] < said["usual"] < said["harder"]


async def test_an_unknown_intensity_is_the_usual_one() -> None:
    strange, usual = Talk(intensity="louder"), Talk()
    await strange.say_all(SAID)
    await usual.say_all(SAID)

    assert strange.turns == usual.turns


async def test_a_digest_holds_what_was_said_and_what_was_retold_before() -> None:
    talk = Talk(notes={Label.DIGEST: ("Раньше: дом и работа.",)})
    await talk.say_all(SAID)

    digest = await talk.digest()

    assert digest.startswith("Раньше: дом и работа.")
    assert "семь" in digest


async def test_a_digest_never_outgrows_its_place() -> None:
    talk = Talk(notes={Label.DIGEST: ("старое " * 300,)})
    await talk.say_all(SAID)

    digest = await talk.digest()

    assert len(digest) <= DIGEST_CHARS
    assert "семь" in digest


async def test_the_digest_of_nothing_says_so() -> None:
    assert await Talk().digest() == BANK.summary.nothing


async def test_where_it_began_is_kept_in_their_words() -> None:
    talk = Talk()
    for _ in range(12):
        await talk.say("Я всех спасаю и злюсь на них за это")
        if talk.places[-1].endswith("/root"):
            break
    await talk.say("Отец ушёл и не попрощался, а маму было жалко")

    told = (await talk.summary()).core_trauma

    assert told is not None
    assert "Отец ушёл" in told


async def test_without_a_root_there_is_no_trauma() -> None:
    talk = Talk()
    await talk.say("Я устала")

    assert (await talk.summary()).core_trauma is None
