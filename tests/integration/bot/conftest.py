"""A Bot API with people in it, a database, and a bot between the two."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot_process import ANNA, Chat, Database, Telegram, bot_in_process, local_bot_api


@pytest.fixture
async def telegram(tmp_path: Path) -> AsyncIterator[Telegram]:
    async with local_bot_api(tmp_path / "bot_api") as telegram:
        yield telegram


@pytest.fixture
def database(database_url: str, telegram: Telegram) -> Database:
    return Database(url=database_url, telegram=telegram)


@pytest.fixture
async def bot(telegram: Telegram, database_url: str) -> AsyncIterator[None]:
    """The bot in this process, without pauses between messages."""
    async with bot_in_process(telegram, database_url):
        yield


@pytest.fixture
def anna(telegram: Telegram) -> Chat:
    return Chat(telegram=telegram, person=ANNA)
