"""A Bot API with people in it, a database, and a bot between the two."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from relove_adapters import logging
from tests.bot_process import ANNA, Chat, Database, Telegram, bot_in_process, local_bot_api
from tests.integration.bot.coaches import EchoCoach


@pytest.fixture(scope="session", autouse=True)
def quiet_logs() -> None:
    """The product's own format, errors in one line."""
    logging.configure(app="bot", log_format="json", log_level="INFO")


@pytest.fixture
async def telegram(tmp_path: Path) -> AsyncIterator[Telegram]:
    async with local_bot_api(tmp_path / "bot_api") as telegram:
        yield telegram


@pytest.fixture
async def database(database_url: str, telegram: Telegram) -> AsyncIterator[Database]:
    async with Database(url=database_url, telegram=telegram).connected() as database:
        yield database


@pytest.fixture
async def bot(telegram: Telegram, database_url: str) -> AsyncIterator[None]:
    """The bot in this process, without pauses between messages, with a coach whose words are known."""
    async with bot_in_process(telegram, database_url, llm=EchoCoach()):
        yield


@pytest.fixture
def anna(telegram: Telegram) -> Chat:
    return Chat(telegram=telegram, person=ANNA)
