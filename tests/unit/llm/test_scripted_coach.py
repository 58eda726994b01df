import time
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from relove_adapters.llm.scripted.loading import load_bank
from relove_adapters.llm.scripted.wording import quotations
from relove_core.errors import Unavailable
from relove_core.journey.model import Stage
from relove_core.llm import Prompt, Purpose
from relove_core.sessions.coach import CoachTurn, SessionSummary
from relove_core.testing.builders import ANNA, a_prompt
from tests.unit.llm.talking import COACH, SHELVES, Talk, coach, person

BANK = load_bank()
GENDERS = ("female", "male", "unknown")
OLGA = (
    "Наверное, отношения. Мы с мужем двенадцать лет вместе, а я для него как мебель",
    "Я хочу, чтобы он хоть раз сам спросил, как у меня дела",
    "Каждый вечер лежу и думаю, что мы как чужие",
    "Молчу. Если скажу, будет скандал, а я должна сохранять мир в доме",
    "Да, наверное, я боюсь остаться одна",
    "Боюсь, что он уйдёт, если я скажу прямо",
    "Мне было лет восемь. Папа ушёл, и мама сказала, что сама виновата",
    "Что надо терпеть, иначе бросят",
    "Да, похоже",
    "Двигаю. Страшно",
    "Скажу ему, что хочу вечер вдвоём",
    "В субботу",
)


def everything_quoted_is_theirs(talk: Talk) -> bool:
    """Whatever a slot was filled with stands verbatim in an answer."""
    own = [u.text for u in talk.dialogue if u.speaker == "user"]
    for turn, said in zip(talk.turns, talk.said, strict=True):
        assert said is not None
        literal = {q for p in (said.lead, said.body) if p for form in p.forms.values() for q in quotations(form)}
        quoted = [q for q in quotations(turn.reply) if q not in literal]
        if not all(any(q in text for text in own) for q in quoted):
            return False
    return True


# --- the opening ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("gender", GENDERS)
async def test_a_session_opens_with_who_she_is_and_a_question(stage: Stage, gender: str) -> None:
    turn = await Talk(stage, gender).turn()

    assert "Наташа" in turn.reply
    assert turn.reply.endswith("?")
    assert turn.patterns == ()
    assert turn.core_issue is None


async def test_a_greeting_is_answered_with_the_opening() -> None:
    prompt = a_prompt(Purpose.COACH_TURN, stage=Stage.ORDEAL, gender="male", dialogue=[person("Привет")])

    turn = (await COACH.complete(prompt, CoachTurn)).value

    assert "Наташа" in turn.reply


async def test_somebody_who_begins_with_what_hurts_is_not_greeted_first() -> None:
    prompt = a_prompt(
        Purpose.COACH_TURN, stage=Stage.ORDEAL, gender="female", dialogue=[person("Мне так обидно, он предал меня")]
    )

    turn = (await COACH.complete(prompt, CoachTurn)).value

    said = SHELVES.recognise(turn.reply)
    assert said is not None
    assert said.body.place == "themes/resentment/surface"


# --- the course of a session ----------------------------------------------------------------------------------------


async def test_twelve_messages_lead_from_the_surface_to_a_step_and_an_end() -> None:
    talk = Talk()
    await talk.say_all(OLGA)

    places = talk.places
    assert places[0].endswith("/openings")
    assert any(p.endswith("/cost") for p in places[:6])
    assert "moves/age" in places
    assert places.index("moves/age") < next(i for i, p in enumerate(places) if p.endswith("/core"))
    assert "arc/choice" in places
    assert any(p.endswith("/closings") for p in places[11:])
    assert "/end_session" in talk.turns[-1].reply
    assert everything_quoted_is_theirs(talk)


async def test_the_beginning_is_remembered_later() -> None:
    talk = Talk()
    await talk.say_all(OLGA)

    later = [turn.reply for turn in talk.turns[4:11]]
    assert any("я для него как мебель" in reply for reply in later)


async def test_the_core_is_named_as_a_question_and_noted_in_their_words() -> None:
    talk = Talk()
    await talk.say_all(OLGA)

    named = next(t for t, place in zip(talk.turns, talk.places, strict=True) if place.endswith("/core"))
    assert named.reply.split(".")[0].startswith("Похоже")
    assert named.reply.endswith("?")
    noted = talk.turns[-1].core_issue
    assert noted is not None
    assert any(quote in text for quote in quotations(noted) for text in OLGA)


@pytest.mark.parametrize("theme", sorted(BANK.themes))
async def test_every_chain_goes_down_step_by_step(theme: str) -> None:
    talk = Talk()
    word = next(w for w in BANK.themes[theme].words if "|" not in w).rstrip("*")
    for text in (
        f"У меня всё про одно: {word}",
        "Тяну это уже давно и молча",
        "Так легче жить, чем признать",
        "Прячу это от всех",
    ):
        await talk.say(text)

    steps = [p.rpartition("/")[2] for p in talk.places if p.startswith(f"themes/{theme}/")]
    assert steps[:2] == ["surface", "cost"]
    assert steps == sorted(steps, key=("surface", "cost", "gain", "guard", "root").index)


async def test_a_chain_is_not_left_for_a_passing_word() -> None:
    talk = Talk()
    await talk.say("Мне обидно, он меня предал")
    await talk.say("Он не заметил меня. Ещё и на работе аврал")

    assert talk.places[-1].startswith("themes/resentment/")


async def test_a_chain_is_left_when_they_clearly_turn_to_something_else() -> None:
    talk = Talk()
    await talk.say("Мне обидно, что меня не позвали")
    await talk.say("Да бог с ним. Я ненавижу свою работу, начальник орёт, хочу уволиться и боюсь уволиться")

    assert any(p.startswith(("themes/work/", "moves/")) for p in talk.places[-1:])


async def test_a_contradiction_of_their_own_is_put_before_them() -> None:
    talk = Talk()
    await talk.say("У меня всё хорошо в семье, жаловаться не на что")
    await talk.say("Дети, работа, дом")
    await talk.say("Каждый день одно и то же по кругу")
    await talk.say("Я очень устала, внутри пусто")

    assert talk.places[-1].startswith("contradictions/")
    assert "всё хорошо" in talk.turns[-1].reply


# --- what she reacts to ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["ты бот?", "ТЫ РОБОТ", "с кем я вообще говорю?", "ты живой человек?"])
async def test_she_says_honestly_that_she_is_a_program(asked: str) -> None:
    assert "рограмм" in (await Talk().say(asked)).reply


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("отвали, тупой бот", "reactions/hostile"),
        ("я сижу и реву", "reactions/tears"),
        ("не хочу об этом говорить", "reactions/refusal"),
        ("ЧТО МНЕ ДЕЛАТЬ???", "reactions/advice"),
        ("а ты как думаешь?", "reactions/asks_back"),
        ("asdkjh", "reactions/"),
        ("👍", "reactions/emoji"),
        ("хочу поговорить с живым человеком", "reactions/human"),
    ],
)
async def test_some_answers_get_a_turn_of_their_own(said: str, place: str) -> None:
    talk = Talk(Stage.CROSSING_THRESHOLD)
    await talk.say("Хочу уйти с работы")
    await talk.say(said)

    assert talk.places[-1].startswith(place)


async def test_a_question_not_answered_is_asked_in_other_words() -> None:
    talk = Talk()
    await talk.say("Мне обидно на сестру")
    before = talk.places[-1]
    await talk.say("не знаю")

    assert talk.places[-1] == before
    assert talk.turns[-1].reply != talk.turns[-2].reply


async def test_tears_are_met_softly_and_the_next_turns_too() -> None:
    talk = Talk(Stage.ORDEAL)
    await talk.say("Меня бросил муж")
    await talk.say("Реву, не могу больше")
    await talk.say("Я всё время думаю, что я виновата")
    await talk.say("Что мало любила")

    for said in talk.said[2:]:
        assert said is not None
        assert said.body.line.edge != "hard"
        assert not said.body.place.endswith("/gain")


@pytest.mark.parametrize("said", ["я не хочу жить", "муж меня бьёт, вчера избил", "я режу себя"])
async def test_danger_ends_all_provocation_for_the_session(said: str) -> None:
    talk = Talk(Stage.TESTS_ALLIES_ENEMIES)
    await talk.say(said)
    for text in ("никто", "не знаю", "я должна терпеть", "всегда так", "ты бот?", "нет", "устала", "да"):
        await talk.say(text)

    assert all(p.startswith(("care/", "reactions/bot")) for p in talk.places[1:])
    assert talk.turns[-1].core_issue is None


async def test_a_loss_is_not_provoked() -> None:
    talk = Talk(Stage.ORDEAL)
    await talk.say("Три недели назад умерла мама")
    await talk.say("Никто. Я одна")

    assert talk.places[1] == "care/grief"
    assert talk.places[2].startswith("care/")


async def test_a_goodbye_is_not_held_back() -> None:
    talk = Talk()
    await talk.say("Мне пора, до завтра")

    assert "/end_session" in talk.turns[-1].reply


@pytest.mark.parametrize("gender", GENDERS)
async def test_placeholders_stay_whole(gender: str) -> None:
    talk = Talk(gender=gender)
    await talk.say("[ИМЯ_1] меня обидел и предал, а [ИМЯ_2] ему помог")

    for turn in talk.turns:
        assert turn.reply.count("[") == turn.reply.count("]") == turn.reply.count("[ИМЯ_")


# --- never twice ----------------------------------------------------------------------------------------------------

PEOPLE = {
    "silent": ["не знаю"] * 29,
    "brief": ["да", "нет", "мама", "работа", "устала", "нормально", "хз", "может"] * 4,
    "talkative": list(OLGA) * 3,
    "joking": ["ахахах", "смешно", "😂", "ну ты даёшь"] * 8,
    "wordless": ["🙂", "...", "?", "👍"] * 8,
    "angry": ["отвали", "ты тупой бот", "чушь", "иди ты"] * 8,
    "crying": ["я плачу", "мне больно", "слёзы текут", "не могу больше"] * 8,
    "in danger": ["я не хочу жить"] + ["не знаю", "одна", "да", "нет"] * 7,
}


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("stage", [Stage.ORDINARY_WORLD, Stage.ORDEAL, Stage.REFUSAL, Stage.RETURN_WITH_ELIXIR])
async def test_no_turn_is_said_twice_within_thirty(name: str, stage: Stage) -> None:
    talk = Talk(stage)
    await talk.say_all(PEOPLE[name][:29])

    bodies = [said.body.key for said in talk.said if said]
    assert len(bodies) == 30
    if name != "in danger":  # the number to call is worth repeating
        assert len(set(bodies)) == 30
    assert all(a != b for a, b in pairwise(bodies))


async def test_she_goes_on_when_everything_was_said() -> None:
    talk = Talk()
    await talk.say_all(["не знаю"] * 90)

    replies = [turn.reply for turn in talk.turns]
    assert all(a != b for a, b in pairwise(replies))


# --- the shape of a turn --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("gender", GENDERS)
async def test_turns_are_short_whole_and_end_with_a_question(name: str, gender: str) -> None:
    talk = Talk(Stage.MEETING_MENTOR, gender)
    await talk.say_all(PEOPLE[name][:20])

    for turn, said in zip(talk.turns, talk.said, strict=True):
        assert said is not None
        assert said.body.sentences + (said.lead.sentences if said.lead else 0) <= 3
        assert "{" not in turn.reply
        assert "|" not in turn.reply
        assert turn.reply.endswith("?") or said.body.place == "arc/farewell"
        assert all(len(reply) <= 40 for reply in turn.quick_replies)
    assert everything_quoted_is_theirs(talk)


async def test_their_own_words_come_back_in_a_fair_share_of_turns() -> None:
    talk = Talk()
    await talk.say_all(OLGA)

    with_quotes = sum(1 for said in talk.said if said and (said.body.slots or (said.lead and said.lead.slots)))
    assert 4 <= with_quotes <= 10


async def test_quick_replies_come_with_about_two_turns_of_three() -> None:
    talk = Talk()
    await talk.say_all([*OLGA, *OLGA[:8]])

    share = sum(1 for turn in talk.turns if turn.quick_replies) / len(talk.turns)
    assert 0.5 <= share <= 0.85


async def test_somebody_short_of_words_is_always_offered_some() -> None:
    talk = Talk()
    await talk.say_all(["не знаю", "мама", "да", "устала"])

    assert all(turn.quick_replies for turn in talk.turns)


async def test_the_same_conversation_has_the_same_answer() -> None:
    first, second = Talk(), Talk()
    await first.say_all(OLGA)
    await second.say_all(OLGA)

    assert [t.reply for t in first.turns] == [t.reply for t in second.turns]


async def test_different_people_get_different_sessions() -> None:
    replies = set()
    for said in ("Мне обидно", "Мне очень обидно", "Обидно мне", "Так обидно, что молчу"):
        talk = Talk()
        await talk.say(said)
        replies.add(talk.turns[-1].reply)

    assert len(replies) > 1


async def test_patterns_are_named_only_where_words_show_them() -> None:
    quiet, hurt = Talk(), Talk()
    await quiet.say_all(["Сегодня был обычный вторник", "Варила суп", "Смотрела в окно"])
    await hurt.say_all(["Он меня предал, не могу простить", "Обидно до сих пор"])

    assert quiet.turns[-1].patterns == ()
    assert "обида" in hurt.turns[-1].patterns


async def test_words_of_another_model_before_an_outage_are_taken_as_they_are() -> None:
    dialogue = [coach("Что ты делаешь со своей злостью?"), person("Я молчу. Обидно, что он меня предал и не извинился")]
    prompt = a_prompt(Purpose.COACH_TURN, stage=Stage.ORDEAL, gender="female", dialogue=dialogue * 8)

    turn = (await COACH.complete(prompt, CoachTurn)).value

    assert "/end_session" not in turn.reply
    assert turn.reply.endswith("?")


# --- the summary ----------------------------------------------------------------------------------------------------


async def test_the_summary_speaks_in_their_words() -> None:
    talk = Talk()
    await talk.say_all(OLGA)

    summary = await talk.summary()

    assert len(summary.insights) >= 3
    quotes = [q for insight in summary.insights for q in quotations(insight)]
    assert len(set(quotes)) == len(quotes) == len(summary.insights)
    assert all(any(q in text for text in OLGA) for q in quotes)
    assert any("Скажу ему, что хочу вечер вдвоём" in step for step in summary.next_steps)
    assert summary.core_issue is not None
    assert summary.themes


async def test_the_summary_of_silence_invents_nothing() -> None:
    talk = Talk()
    await talk.say_all(["не знаю", "нормально", "не знаю"])

    summary = await talk.summary()

    assert summary.insights == ()
    assert summary.core_issue is None
    assert summary.themes == ()
    assert summary.next_steps == ()
    assert summary.difficulties != ()


async def test_the_summary_of_nothing_is_empty() -> None:
    prompt = a_prompt(Purpose.SESSION_SUMMARY, stage=Stage.ORDEAL, gender="male", dialogue=[])

    assert (await COACH.complete(prompt, SessionSummary)).value == SessionSummary()


async def test_the_summary_names_what_was_avoided() -> None:
    talk = Talk()
    await talk.say("Мне обидно, меня не позвали")
    asked = talk.turns[-1].reply
    await talk.say("не знаю")

    (difficulty,) = (await talk.summary()).difficulties

    (question,) = quotations(difficulty)
    assert question in asked


# --- the port -------------------------------------------------------------------------------------------------------


async def test_what_she_cannot_serve_is_unavailable() -> None:
    class Other(BaseModel):
        something: int

    known = a_prompt(Purpose.COACH_TURN, stage=Stage.ORDEAL, gender="female", dialogue=[])
    for prompt, schema in (
        (known, Other),
        (Prompt(purpose=Purpose.COACH_TURN, person=ANNA, facts={}, dialogue=()), CoachTurn),
        (Prompt(purpose=Purpose.COACH_TURN, person=ANNA, facts={"stage": "NOWHERE"}, dialogue=()), CoachTurn),
    ):
        with pytest.raises(Unavailable):
            await COACH.complete(prompt, schema)


async def test_an_unknown_word_for_the_gender_is_no_gender() -> None:
    prompt = a_prompt(Purpose.COACH_TURN, stage=Stage.RETURN_WITH_ELIXIR, gender="?", dialogue=[])

    assert (await COACH.complete(prompt, CoachTurn)).usage.model == "scripted"


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=300) | st.sampled_from(
    [
        "\0",
        "«»",
        "«ты»?",
        "а" * 100_000,
        "я боюсь " * 12_500,
        "[ИМЯ_1]",
        "{quote}",
        "{а|б|в}",
        "…",
        "/start",
        "не" * 50_000,
    ]
)


@settings(max_examples=120, deadline=None)
@given(said=st.lists(texts, min_size=1, max_size=4), stage=st.sampled_from(Stage), gender=st.sampled_from(GENDERS))
async def test_any_text_at_all_gets_a_valid_turn_and_summary(said: list[str], stage: Stage, gender: str) -> None:
    talk = Talk(stage, gender)
    await talk.say_all(said)
    await talk.summary()

    assert everything_quoted_is_theirs(talk)


async def test_a_turn_after_forty_utterances_is_quick() -> None:
    talk = Talk()
    await talk.say_all([*OLGA, *OLGA[:8]])
    prompt: Any = a_prompt(Purpose.COACH_TURN, stage=talk.stage, gender="female", dialogue=talk.dialogue[:40])

    fastest = min([await _seconds(prompt) for _ in range(20)])

    assert fastest < 0.01, "2 ms on a quiet machine"


async def _seconds(prompt: Prompt) -> float:
    begun = time.perf_counter()
    await COACH.complete(prompt, CoachTurn)
    return time.perf_counter() - begun
