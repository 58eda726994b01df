"""Buttons as Telegram wants them."""

from collections.abc import Mapping
from dataclasses import dataclass

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from relove_core.delivery.model import Keyboard, Outgoing

Labels = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyboards:
    """``rows``: the labels of each keyboard below the input field, row by row."""

    rows: Mapping[Keyboard, Labels]

    def of(self, message: Outgoing) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | None:
        if message.buttons:
            return InlineKeyboardMarkup(
                inline_keyboard=[
                    [InlineKeyboardButton(text=b.label, callback_data=b.action.encode()) for b in row]
                    for row in message.buttons
                ]
            )
        if message.keyboard is not None:
            return ReplyKeyboardMarkup(
                keyboard=[[KeyboardButton(text=label) for label in row] for row in self.rows[message.keyboard]],
                resize_keyboard=True,
                is_persistent=True,
            )
        return None
