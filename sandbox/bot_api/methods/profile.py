"""How the bot presents itself: name, descriptions, commands, menu button."""

import re
from typing import Any

from sandbox.bot_api import people
from sandbox.bot_api.errors import BadRequest
from sandbox.bot_api.html_entities import utf16
from sandbox.bot_api.params import Params
from sandbox.bot_api.world import World

LENGTHS = {"name": 64, "description": 512, "short_description": 120}
SCOPES = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}


def get_me(world: World, _params: Params) -> dict[str, Any]:
    return {
        **world.bot(),
        "can_join_groups": True,
        "can_read_all_group_messages": True,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_text(world: World, params: Params, what: str) -> bool:
    text = params.text(what) or ""
    if utf16(text) > LENGTHS[what]:
        raise BadRequest(f"BOT_{what.upper()}_TOO_LONG")
    world.store.remember(f"{what}:{params.text('language_code') or ''}", text)
    world.store.after_commit(lambda: world.events.tell("bot"))
    return True


def get_text(world: World, params: Params, what: str) -> dict[str, str]:
    key = f"{what}:{params.text('language_code') or ''}"
    fallback = world.store.recall(f"{what}:", "") or (str(world.bot()["first_name"]) if what == "name" else "")
    return {what: str(world.store.recall(key, "") or fallback)}


def set_my_commands(world: World, params: Params) -> bool:
    commands = params.structure("commands")
    if not isinstance(commands, list):
        raise BadRequest("can't parse list of bot commands JSON object")
    if len(commands) > 100:
        raise BadRequest("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _check_command(command)
    world.store.remember(_commands_key(world, params), commands)
    world.store.after_commit(lambda: world.events.tell("bot"))
    return True


def get_my_commands(world: World, params: Params) -> list[dict[str, str]]:
    commands: list[dict[str, str]] = world.store.recall(_commands_key(world, params), [])
    return commands


def delete_my_commands(world: World, params: Params) -> bool:
    world.store.forget(_commands_key(world, params))
    world.store.after_commit(lambda: world.events.tell("bot"))
    return True


def _check_command(command: Any) -> None:
    if not isinstance(command, dict):
        raise BadRequest("can't parse list of bot commands JSON object")
    if not re.fullmatch(r"/?[a-z0-9_]{1,32}", str(command.get("command", ""))):
        raise BadRequest("BOT_COMMAND_INVALID")
    if not 1 <= utf16(str(command.get("description", ""))) <= 256:
        raise BadRequest("BOT_COMMAND_DESCRIPTION_INVALID")


def _commands_key(world: World, params: Params) -> str:
    scope = params.structure("scope") or {"type": "default"}
    kind = scope.get("type") if isinstance(scope, dict) else None
    language = params.text("language_code") or ""
    if kind in SCOPES:
        return f"commands:{kind}:{language}"
    if kind not in {"chat", "chat_administrators", "chat_member"}:
        raise BadRequest("can't parse BotCommandScope: Unsupported type specified")
    chat_id = people.resolve(world.store, str(scope.get("chat_id", "")))
    person = people.find(world.store, chat_id)
    if person is not None and not person["is_started"]:
        raise BadRequest("chat not found")
    return f"commands:{kind}:{chat_id}:{language}"


def set_menu_button(world: World, params: Params) -> bool:
    button = params.structure("menu_button") or {"type": "default"}
    if button.get("type") not in {"default", "commands", "web_app"}:
        raise BadRequest("can't parse menu button: Unsupported type specified")
    world.store.remember(f"menu_button:{params.text('chat_id') or ''}", button)
    world.store.after_commit(lambda: world.events.tell("bot"))
    return True


def get_menu_button(world: World, params: Params) -> dict[str, Any]:
    default: dict[str, Any] = world.store.recall("menu_button:", {"type": "commands"})
    own: dict[str, Any] = world.store.recall(f"menu_button:{params.text('chat_id') or ''}", default)
    return own
