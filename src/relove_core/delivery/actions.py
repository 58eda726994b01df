"""What a button asks for: a name and a few short arguments, in at most 64 bytes."""

from dataclasses import dataclass

from relove_core.errors import InvalidInput

MAX_BYTES = 64
"""Source: Bot API, InlineKeyboardButton.callback_data."""


@dataclass(frozen=True, slots=True)
class Action:
    name: str
    args: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(":" in part or not part for part in (self.name, *self.args)):
            raise ValueError("the parts of an action are not empty and hold no colon")
        if len(self.encode().encode()) > MAX_BYTES:
            raise ValueError(f"an action has at most {MAX_BYTES} bytes")

    def encode(self) -> str:
        return ":".join((self.name, *self.args))


def decode(data: str) -> Action:
    """Read what a button sent back.

    Raises:
        InvalidInput: it was never made by ``Action.encode``.
    """
    name, *args = data.split(":")
    try:
        return Action(name, tuple(args))
    except ValueError as e:
        raise InvalidInput("button data is not ours") from e
