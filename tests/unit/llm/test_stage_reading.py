"""Which stage the scripted coach reads in a person's words: clear ones surely, thin ones never, always by quotation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relove_adapters.llm.scripted.stage_reading import confidence
from relove_core.errors import Unavailable
from relove_core.journey.analysis import StageProposal
from relove_core.journey.model import EDGE_CONFIDENCE, JUMP_CONFIDENCE, Stage
from relove_core.llm import Prompt, Purpose
from relove_core.testing.builders import ANNA, a_prompt
from tests.unit.llm.talking import COACH, coach, person

#: What people write in a chat, by the stage that it speaks of clearly.
SAID = {
    Stage.ORDINARY_WORLD: [
        "Всё как обычно. Дом, работа, дом работа дом. День сурка",
        "Живу на автопилоте, каждый день одно и то же, привыкла уже",
        "Ничего не меняется годами, плыву по течению",
    ],
    Stage.CALL_TO_ADVENTURE: [
        "Так больше нельзя, надо что-то менять",
        "Хочу новую жизнь. Мне предложили переехать, и впервые захотелось",
        "Поняла, что не могу так больше. Пора что-то менять",
    ],
    Stage.REFUSAL: [
        "Не могу решиться, всё время откладываю. Страшно",
        "Уже поздно менять. Да и у меня не получится",
        "Хочу, но боюсь. Сейчас не время, ипотека",
    ],
    Stage.MEETING_MENTOR: [
        "Записалась к психологу. Мне показали, как это делается",
        "Нашёл наставника, он в меня поверил",
        "Мне нужен совет. С чего мне начать, не знаю, но хочу научиться",
    ],
    Stage.CROSSING_THRESHOLD: [
        "Я решилась. Подала заявление",
        "Я ушёл от неё, собрал вещи. Назад дороги нет",
        "Уволилась вчера! Первый шаг сделан",
    ],
    Stage.TESTS_ALLIES_ENEMIES: [
        "Никто меня не поддерживает, мама против",
        "Нашлись люди, меня поддержала подруга. Учусь на ошибках",
        "Первые неудачи, то получается, то нет. Не сдаюсь",
    ],
    Stage.APPROACH: [
        "Готовлюсь к разговору, набираюсь смелости",
        "Самое страшное впереди. Знаю, чего боюсь",
        "Решающий разговор завтра, собираюсь с силами",
    ],
    Stage.ORDEAL: [
        "Всё рухнуло. Я на дне",
        "Меня предали, земля ушла из-под ног",
        "Больше нечего терять. Лицом к лицу с этим страхом",
    ],
    Stage.REWARD: [
        "У меня получилось, я горжусь собой",
        "Я это пережила. Гора с плеч, дышу полной грудью",
        "Меня отпустило. Страха больше нет",
    ],
    Stage.ROAD_BACK: [
        "Вернулась в старую жизнь, и старое тянет",
        "Как сохранить это? Боюсь потерять это. Тянет назад",
        "Возвращаюсь к работе, боюсь откатиться",
    ],
    Stage.RESURRECTION: [
        "Я уже не та. Раньше бы я промолчала, а теперь сказала",
        "Как будто заново родился, не узнаю себя",
        "Я выбрала себя. Отреагировала иначе",
    ],
    Stage.RETURN_WITH_ELIXIR: [
        "Хочу делиться этим. Помогаю другим женщинам",
        "Мой опыт пригодился, учу других",
        "Круг замкнулся, веду группу",
    ],
}
THIN = [
    "Я решилась",
    "Страшно",
    "ну да",
    "Не знаю",
    "Меня предали",
    "🙂",
    "",
    "Да",
    "Надоело всё",
    "Кофе и дождь за окном",
]


async def read(*said: str, known: Stage = Stage.ORDINARY_WORLD) -> StageProposal:
    dialogue = [u for text in said for u in (coach("И что ты чувствуешь?"), person(text))]
    prompt = a_prompt(Purpose.STAGE_ANALYSIS, stage=known, gender="unknown", dialogue=dialogue)
    return (await COACH.complete(prompt, StageProposal)).value


@pytest.mark.parametrize(("stage", "said"), [(stage, text) for stage, texts in SAID.items() for text in texts])
async def test_clear_words_are_read_surely(stage: Stage, said: str) -> None:
    found = await read(said)

    assert found.stage is stage, found
    assert found.confidence >= EDGE_CONFIDENCE, found


@pytest.mark.parametrize("stage", Stage)
async def test_many_clear_words_allow_a_jump(stage: Stage) -> None:
    found = await read(*SAID[stage])

    assert found.stage is stage
    assert found.confidence >= JUMP_CONFIDENCE


@pytest.mark.parametrize("said", THIN)
async def test_a_single_word_is_not_enough(said: str) -> None:
    assert (await read(said)).confidence < EDGE_CONFIDENCE


@pytest.mark.parametrize("stage", Stage)
async def test_where_nothing_speaks_of_a_stage_the_known_one_stays(stage: Stage) -> None:
    found = await read("Кофе и дождь за окном", known=stage)

    assert (found.stage, found.confidence, found.quote) == (stage, 0, None)


async def test_the_quotation_is_a_sentence_of_theirs() -> None:
    found = await read("Погода так себе. Я решилась, честно! Подала заявление", "Ну и ладно")

    assert found.quote in ("Я решилась, честно!", "Подала заявление")


async def test_of_a_long_sentence_the_part_around_the_sign_is_quoted() -> None:
    long = "слово за слово " * 40 + "и вот я решилась и подала заявление " + "а дальше снова слова " * 40
    found = await read(long)

    assert found.quote is not None
    assert found.quote in long
    assert len(found.quote) <= 210
    assert "решилась" in found.quote


async def test_the_same_words_again_are_no_more_evidence() -> None:
    once, often = await read("Я решилась"), await read(*["Я решилась"] * 9)

    assert once.confidence == often.confidence < EDGE_CONFIDENCE


async def test_two_stages_at_once_make_nobody_sure() -> None:
    found = await read("Я решилась, подала заявление", "Всё рухнуло, я на дне")

    assert found.confidence < EDGE_CONFIDENCE


async def test_what_is_new_outweighs_what_is_old() -> None:
    found = await read(*SAID[Stage.ORDINARY_WORLD], *["Кофе и дождь"] * 8, *SAID[Stage.CALL_TO_ADVENTURE])

    assert found.stage is Stage.CALL_TO_ADVENTURE


@pytest.mark.parametrize(
    "said",
    [
        "А ты решилась бы? Назад дороги нет?",
        "Не хочу жить, всё рухнуло, я на дне",
        "Муж бьёт меня, всё рухнуло, я на дне",
    ],
)
async def test_questions_and_words_of_danger_are_no_signs(said: str) -> None:
    assert (await read(said)).confidence < EDGE_CONFIDENCE


async def test_what_the_coach_says_is_no_sign() -> None:
    dialogue = [coach("Ты решилась. Подала заявление, назад дороги нет"), person("Кофе")]
    prompt = a_prompt(Purpose.STAGE_ANALYSIS, stage=Stage.REFUSAL, gender="female", dialogue=dialogue)

    assert (await COACH.complete(prompt, StageProposal)).value.confidence == 0


async def test_without_the_known_stage_it_does_not_answer() -> None:
    with pytest.raises(Unavailable):
        await COACH.complete(Prompt(purpose=Purpose.STAGE_ANALYSIS, person=ANNA, facts={}, dialogue=()), StageProposal)


@given(st.floats(0.5, 50), st.floats(0, 50))
def test_confidence_grows_with_evidence_and_falls_with_a_rival(score: float, rival: float) -> None:
    assert 0 <= confidence(score, rival) <= 0.9
    assert confidence(score, rival) <= confidence(score + 1, rival)
    assert confidence(score, rival) >= confidence(score, rival + 1)


@given(st.lists(st.text(max_size=200), max_size=6))
async def test_whatever_is_said_it_answers_and_quotes_verbatim(said: list[str]) -> None:
    found = await read(*said)

    assert found.quote is None or any(found.quote in text for text in said)
