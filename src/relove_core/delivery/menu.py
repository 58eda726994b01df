"""The persistent buttons below the input field."""

from relove_core.texts import Texts, Voice

#: The codes of the labels, row by row.
MENU = (("menu-session", "menu-profile"), ("menu-streams", "menu-pause"))

Labels = tuple[tuple[str, ...], ...]


def menu(texts: Texts, voice: Voice) -> Labels:
    return tuple(tuple(texts(code, voice) for code in row) for row in MENU)
