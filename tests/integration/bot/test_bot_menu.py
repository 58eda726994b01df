"""What Telegram shows of the bot before anything is said."""

import json
from typing import Any

import pytest

from apps.bot.commands import ADMIN_COMMANDS, COMMANDS
from tests.bot_process import ANNA, MIKHAIL, SASHA, Database, Telegram, bot_in_process, eventually


@pytest.mark.usefixtures("bot")
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


async def test_the_team_has_its_commands_from_its_first_contact_on_and_nobody_else(
    telegram: Telegram, database: Database
) -> None:
    async with bot_in_process(telegram, database.url, admin_ids=str(MIKHAIL)):
        await telegram.say(ANNA, "/start")
        await telegram.say(MIKHAIL, "/start")
        given = await eventually(lambda: menus_of_chats(telegram), lambda menus: len(menus) == 2)
    for menu in given:
        assert _parsed(menu["scope"]) == {"type": "chat", "chat_id": MIKHAIL}
        assert [c["command"] for c in _parsed(menu["commands"])] == [*COMMANDS, *ADMIN_COMMANDS]
    assert {menu.get("language_code", "") for menu in given} == {"", "en"}


async def test_the_team_has_its_commands_again_after_a_start(telegram: Telegram, database: Database) -> None:
    await telegram.post("/sandbox/people", {"id": MIKHAIL, "is_started": True})
    await database.rows("INSERT INTO users (id, is_admin) VALUES ($1, true), ($2, true)", MIKHAIL, SASHA)
    async with bot_in_process(telegram, database.url):
        given = await eventually(lambda: menus_of_chats(telegram), lambda menus: len(menus) == 3)

    refused = [menu for menu in given if _parsed(menu["scope"])["chat_id"] == SASHA]
    assert len(refused) == 1, "who has no chat with the bot is passed over"


async def menus_of_chats(telegram: Telegram) -> list[dict[str, Any]]:
    """What was registered, or tried to be, for one chat each."""
    params = [call["params"] for call in await telegram.calls("setMyCommands")]
    return [p for p in params if _parsed(p["scope"])["type"] == "chat"]
