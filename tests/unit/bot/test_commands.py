"""The bot's commands and the buttons that stand for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.bot.commands import ALIASES, COMMANDS, MENU_COMMANDS, UNKNOWN, command_in, menu_labels
from relove_adapters.texts.fluent import FluentTexts
from relove_core.delivery.menu import MENU


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/natasha", "natasha"),
        ("/NATASHA", "natasha"),
        ("/natasha@relove_bot", "natasha"),
        ("/natasha и ещё", "natasha"),
        ("/natasha\nи ещё", "natasha"),
        ("/end", "end_session"),
        ("/end_session", "end_session"),
        ("/stop", "pause"),
        ("/start spring", "start"),
        ("/никто", UNKNOWN),
        ("/natashа", UNKNOWN),
        ("/", UNKNOWN),
        ("/ natasha", UNKNOWN),
        ("//", UNKNOWN),
        ("/@relove_bot", UNKNOWN),
        ("natasha", None),
        (" /natasha", None),
        ("", None),
    ],
)
def test_a_command_is_known_by_its_first_word(text: str, command: str | None) -> None:
    assert command_in(text) == command


@given(st.text())
def test_any_text_has_a_command_of_ours_or_none(text: str) -> None:
    command = command_in(text)

    assert (command is None) == (not text.startswith("/"))
    assert command in {None, UNKNOWN, *COMMANDS}


def test_other_names_and_buttons_lead_to_commands_that_are_there() -> None:
    assert {*ALIASES.values(), *MENU_COMMANDS.values()} <= set(COMMANDS)
    assert not set(ALIASES) & set(COMMANDS)
    assert {code for row in MENU for code in row} == set(MENU_COMMANDS)


def test_every_button_has_a_label_of_its_own_in_every_language() -> None:
    labels = menu_labels(FluentTexts())

    assert labels["📊 Моя сессия"] == "my_session_summary"
    assert labels["⏸ Pause"] == "pause"
    assert len(labels) == 2 * len(MENU_COMMANDS)
