"""The bot as it is without a model: the scripted coach, from the first question to the summary."""

from tests.bot_process import Chat, Database, Telegram, bot_in_process

SAID = ("Я всё время устаю на работе", "Я не умею отдыхать", "Боюсь остаться одна")


async def test_the_scripted_coach_leads_a_whole_session_and_quotes_the_person(
    anna: Chat, telegram: Telegram, database: Database
) -> None:
    async with bot_in_process(telegram, database.url):
        first = await anna.acquainted()
        questions = [first.text, *[(await anna.ask(said)).text for said in SAID]]
        summary = (await anna.ask("/end_session")).text
    assert len(set(questions)) == len(questions), "no question comes twice"
    assert "Итог разговора" in summary
    assert any(words in summary for words in ("устаю на работе", "не умею отдыхать", "остаться одна"))
