"""Buttons as Telegram wants them."""

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from relove_core.delivery.model import Button, LinkButton, Outgoing


def keyboard_of(message: Outgoing) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | None:
    """The buttons under a message; a message without any may bring the menu below the input field."""
    if message.buttons:
        rows = [[_inline(button) for button in row] for row in message.buttons]
        return InlineKeyboardMarkup(inline_keyboard=rows)
    if message.menu:
        labels = [[KeyboardButton(text=label) for label in row] for row in message.menu]
        return ReplyKeyboardMarkup(keyboard=labels, resize_keyboard=True, is_persistent=True)
    return None


def _inline(button: Button | LinkButton) -> InlineKeyboardButton:
    if isinstance(button, LinkButton):
        return InlineKeyboardButton(text=button.label, url=button.url)
    return InlineKeyboardButton(text=button.label, callback_data=button.action.encode())
