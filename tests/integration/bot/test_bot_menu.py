"""What Telegram shows of the bot before anything is said."""

import json
from typing import Any

import pytest

from apps.bot.commands import COMMANDS
from tests.bot_process import Telegram, eventually

pytestmark = pytest.mark.usefixtures("bot")


async def test_commands_and_descriptions_are_registered_in_both_languages(telegram: Telegram) -> None:
    await eventually(lambda: telegram.calls("setChatMenuButton"))

    commands = {c["params"].get("language_code", ""): c["params"] for c in await telegram.calls("setMyCommands")}
    assert set(commands) == {"", "en"}, "Russian is what everybody sees whose language has none of its own"
    for given in commands.values():
        assert [c["command"] for c in _parsed(given["commands"])] == list(COMMANDS)
        assert _parsed(given["scope"]) == {"type": "all_private_chats"}
    for method in ("setMyDescription", "setMyShortDescription"):
        described = await telegram.calls(method)
        assert {c["params"].get("language_code", "") for c in described} == {"", "en"}
        assert len({str(c["params"]) for c in described}) == 2, "each in its own words"
    assert {c["outcome"] for c in described} == {200}


def _parsed(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
