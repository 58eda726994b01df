"""The bot's commands: their names, their other names, and the button that stands for each."""

from relove_core.texts import Texts, Voice
from relove_core.users.model import ADDRESS_UNKNOWN, Language

#: In the order of the menu.
COMMANDS = (
    "natasha",
    "diagnostic",
    "journey",
    "end_session",
    "my_session_summary",
    "my_profile",
    "my_journey",
    "streams",
    "analyze_readiness",
    "platform",
    "pause",
    "resume",
    "settings",
    "privacy",
    "export_my_data",
    "forget_me",
    "help",
    "start",
)
#: Of the team alone; for everybody else they are unknown.
ADMIN_COMMANDS = (
    *("stats", "alerts", "release", "place"),
    *("refresh_profiles", "profile_versions", "profile_compare", "profile_rollback"),
)
ALIASES = {"start_journey": "journey", "end": "end_session", "stop": "pause"}
#: The command that each button of ``relove_core.delivery.menu`` stands for.
MENU_COMMANDS = {
    "menu-session": "my_session_summary",
    "menu-profile": "my_profile",
    "menu-streams": "streams",
    "menu-pause": "pause",
}

UNKNOWN = "unknown"
"""What a command that is not ours is called."""

PLAIN_VOICES = tuple(Voice(language.value, ADDRESS_UNKNOWN) for language in Language)


def command_in(text: str) -> str | None:
    """The name of our command at the start of a text, ``UNKNOWN`` for another one, ``None`` for no command."""
    if not text.startswith("/"):
        return None
    name = text[1:].split(maxsplit=1)[0].partition("@")[0].lower() if len(text) > 1 and not text[1].isspace() else ""
    name = ALIASES.get(name, name)
    return name if name in (*COMMANDS, *ADMIN_COMMANDS) else UNKNOWN


def menu_labels(texts: Texts) -> dict[str, str]:
    """What the buttons below the input field say, in every language -> the command."""
    return {texts(code, voice): command for voice in PLAIN_VOICES for code, command in MENU_COMMANDS.items()}
