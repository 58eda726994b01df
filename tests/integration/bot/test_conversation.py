"""A conversation from the first word to the summary, as a person sees it."""

import pytest

from tests.bot_process import ANNA, ANSWERS, EMILY, ENGLISH_ANSWERS, GROUP, MIKHAIL, Chat, Database, Shown, Telegram

pytestmark = pytest.mark.usefixtures("bot")

CONTINUE, RESTART, RESUME = "Продолжить", "Завершить и начать новую", "Продолжить"
OLD_BUTTON = "Эта кнопка от прошлого вопроса"


def first_reply(shown: Shown) -> str:
    return next(iter(shown.buttons))


async def test_a_person_comes_by_a_link_talks_pauses_goes_on_restarts_and_ends(anna: Chat, database: Database) -> None:
    hello = await anna.ask("/start blog_2026")
    assert "Я Наташа" in hello.text
    asked = await anna.next()
    for label in ANSWERS:
        asked = await anna.press(asked, label)
    assert "Ты пришла" in asked.text

    question = await anna.ask("/natasha")
    assert question.buttons
    deeper = await anna.ask("Я всё время устаю на работе и не могу сказать нет")
    assert deeper.text != question.text
    answered = await anna.press(deeper, first_reply(deeper))
    assert answered.text.startswith(first_reply(deeper)), "the chosen answer is shown as a quote first"

    so_far = await anna.ask("/my_session_summary")
    assert "Что нашлось к этой минуте" in so_far.text

    rest = await anna.ask("Стоп!")
    assert rest.text.startswith("Пауза. Я молчу и жду.")
    assert RESUME in rest.buttons
    kept = await anna.ask("Мама говорила, что отдыхать стыдно")
    assert kept.text.startswith("Мы на паузе")
    resumed = await anna.press(kept, RESUME)
    assert resumed.buttons, "what was said during the pause is answered now"

    conflict = await anna.ask("/natasha")
    assert "Сейчас идёт провокативная сессия" in conflict.text
    went_on = await anna.press(conflict, CONTINUE)
    assert "Продолжаем." in went_on.text
    assert resumed.text.splitlines()[-1] in went_on.text

    conflict = await anna.ask("/natasha")
    ended = await anna.press(conflict, RESTART)
    assert "Итог разговора" in ended.text
    fresh = await anna.next()
    assert fresh.buttons

    await anna.ask("Я боюсь остаться одна")
    last = await anna.ask("/end_session")
    assert "Итог разговора" in last.text
    assert "Я боюсь остаться одна" in last.text
    after = await anna.ask("Ты здесь?")
    assert after.text.startswith("Мы сейчас не в разговоре")
    await database.settled()
    assert await anna.unread() == []
    assert await database.value("SELECT source FROM users WHERE id = $1", ANNA) == "blog_2026"
    assert await database.value("SELECT gender FROM users WHERE id = $1", ANNA) == "female"
    states = [r[0] for r in await database.rows("SELECT state FROM user_sessions ORDER BY id")]
    assert states == ["completed", "completed"]
    said = "SELECT text FROM session_messages WHERE speaker = 'user' AND update_id IS NOT NULL ORDER BY update_id"
    texts = [r[0] for r in await database.rows(said)]
    assert "Мама говорила, что отдыхать стыдно" in texts
    assert len(texts) == 4


async def test_the_first_link_is_the_one_that_is_remembered(anna: Chat, database: Database) -> None:
    for payload in ("first", "second", "<b>no link</b>"):
        await anna.ask(f"/start {payload}")
        await anna.next()
    assert await database.value("SELECT source FROM users WHERE id = $1", ANNA) == "first"


async def test_a_button_of_an_earlier_question_does_nothing_but_say_so(anna: Chat, database: Database) -> None:
    question = await anna.acquainted()
    newer = await anna.ask("Я устала")

    refused = await anna.press(question, first_reply(question))

    assert refused.text.startswith(OLD_BUTTON)
    assert await database.value("SELECT count(*) FROM session_messages WHERE speaker = 'user'") == 1
    assert (await anna.press(newer, first_reply(newer))).buttons, "the newest question's buttons still work"


async def test_a_button_pressed_twice_answers_once(anna: Chat, database: Database) -> None:
    question = await anna.acquainted()
    label = first_reply(question)

    first = await anna.press(question, label)
    second = await anna.press(question, label)

    assert first.buttons
    assert second.text.startswith(OLD_BUTTON)
    assert await database.value("SELECT count(*) FROM session_messages WHERE speaker = 'user'") == 1


async def test_a_button_of_a_closed_session_does_nothing_but_say_so(anna: Chat) -> None:
    question = await anna.acquainted()
    await anna.ask("/end_session")

    refused = await anna.press(question, first_reply(question))

    assert refused.text.startswith(OLD_BUTTON)


async def test_a_button_that_is_pressed_stops_spinning_at_once(anna: Chat, telegram: Telegram) -> None:
    question = await anna.acquainted()
    await anna.press(question, first_reply(question))

    answers = await telegram.calls("answerCallbackQuery")
    assert len(answers) == len(ANSWERS) + 1, "one for each answer of the acquaintance, one for the reply"
    assert {call["outcome"] for call in answers} == {200}


async def test_a_command_that_does_not_exist_is_met_with_the_ones_that_do(anna: Chat) -> None:
    assert "/help" in (await anna.ask("/karma")).text
    assert "/help" in (await anna.ask("/")).text
    assert "Что я умею" in (await anna.ask("/HELP@relove_natasha_bot")).text


async def test_the_summary_of_a_person_without_a_session_offers_one(anna: Chat, database: Database) -> None:
    await database.acquaint(ANNA)
    for command in ("/my_session_summary", "/end_session", "📊 Моя сессия"):
        assert "Начать разговор" in (await anna.ask(command)).buttons


async def test_the_last_summary_is_kept_after_the_end(anna: Chat) -> None:
    await anna.acquainted()
    await anna.ask("Я не умею отдыхать")
    await anna.ask("/end")
    again = await anna.ask("/my_session_summary")
    assert "Итог прошлого разговора" in again.text
    assert "не умею отдыхать" in again.text


async def test_words_before_the_session_and_after_it_are_met_with_an_offer(anna: Chat, database: Database) -> None:
    await database.acquaint(ANNA)
    offer = await anna.ask("Привет")
    assert "Начать разговор" in offer.buttons
    question = await anna.press(offer, "Начать разговор")
    assert question.buttons


@pytest.mark.parametrize("kind", ["photo", "document", "sticker"])
async def test_what_cannot_be_read_is_answered_by_a_human_sentence(kind: str, anna: Chat, telegram: Telegram) -> None:
    await telegram.upload(ANNA, kind)
    assert (await anna.next()).text.startswith("Это я пока не разбираю")


async def test_somebody_elses_words_are_not_taken_for_the_persons_own(
    anna: Chat, telegram: Telegram, database: Database
) -> None:
    await anna.acquainted()
    who = {"id": ANNA, "is_bot": False, "first_name": "Анна"}
    origin = {"type": "hidden_user", "sender_user_name": "Кто-то", "date": 1_700_000_000}
    message = {"message_id": 900, "from": who, "chat": {"id": ANNA, "type": "private"}, "date": 1_700_000_001}
    await telegram.inject({"message": {**message, "text": "Чужая мудрость", "forward_origin": origin}})

    assert (await anna.next()).text.startswith("Это чужие слова")
    assert await database.value("SELECT count(*) FROM session_messages WHERE speaker = 'user'") == 0


async def test_an_edit_after_the_answer_is_too_late_and_changes_nothing(
    anna: Chat, telegram: Telegram, database: Database
) -> None:
    await anna.acquainted()
    number = await anna.say("Мне грустно")
    await anna.next()
    await telegram.edit(ANNA, number, "Мне весело")

    assert (await anna.next()).text.startswith("Вижу правку")
    said = await database.rows("SELECT text FROM session_messages WHERE speaker = 'user'")
    assert [r[0] for r in said] == ["Мне грустно"]


async def test_an_edit_before_the_answer_takes_its_place(anna: Chat, telegram: Telegram, database: Database) -> None:
    await anna.acquainted()
    await anna.ask("пауза")
    number = await anna.say("Мне грусно")
    paused = await anna.next()
    await telegram.edit(ANNA, number, "Мне грустно")
    await database.settled()
    assert await anna.unread() == []

    await anna.press(paused, RESUME)

    said = await database.rows("SELECT text, is_answered FROM session_messages WHERE speaker = 'user'")
    assert [tuple(r) for r in said] == [("Мне грустно", True)]


async def test_a_group_hears_nothing_but_an_answer_to_a_command_for_the_bot(
    telegram: Telegram, database: Database
) -> None:
    for text in ("Привет", "стоп", "/start", "/natasha@another_bot", "Наташа, ты тут?"):
        await telegram.say(MIKHAIL, text, chat=GROUP)
    await telegram.say(MIKHAIL, "/start@Relove_Natasha_Bot", chat=GROUP)
    group = Chat(telegram=telegram, person=GROUP)

    answer = await group.next()

    assert answer.text.startswith("Я говорю только с глазу на глаз")
    await database.settled()
    assert await group.unread() == []
    for table in ("users", "user_activity_logs", "user_rates", "session_messages"):
        assert await database.value(f"SELECT count(*) FROM {table}") == 0, table


async def test_who_blocks_the_bot_is_left_alone_and_is_welcome_again(
    anna: Chat, telegram: Telegram, database: Database
) -> None:
    await anna.acquainted()
    await telegram.block(ANNA, is_blocking=True)
    await database.settled()
    assert await database.value("SELECT is_active FROM users WHERE id = $1", ANNA) is False
    await telegram.block(ANNA, is_blocking=False)
    await database.settled()
    assert await database.value("SELECT is_active FROM users WHERE id = $1", ANNA) is True
    assert await anna.unread() == []

    assert (await anna.ask("Я снова здесь")).buttons


async def test_a_person_of_another_language_finds_the_way_in_it(telegram: Telegram) -> None:
    emily = Chat(telegram=telegram, person=EMILY)
    assert (await emily.ask("/start")).text.startswith("Hello. I am Natasha.")
    asked = await emily.next()
    for label in ENGLISH_ANSWERS:
        asked = await emily.press(asked, label)
    assert asked.text.startswith("Agreed.")
    assert "What I can do" in (await emily.ask("/help")).text
