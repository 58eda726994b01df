"""Buttons as Telegram wants them."""

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from relove_core.delivery.model import Outgoing


def keyboard_of(message: Outgoing) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | None:
    """The buttons under a message; a message without any may bring the menu below the input field."""
    if message.buttons:
        rows = [
            [InlineKeyboardButton(text=b.label, callback_data=b.action.encode()) for b in row]
            for row in message.buttons
        ]
        return InlineKeyboardMarkup(inline_keyboard=rows)
    if message.menu:
        labels = [[KeyboardButton(text=label) for label in row] for row in message.menu]
        return ReplyKeyboardMarkup(keyboard=labels, resize_keyboard=True, is_persistent=True)
    return None
