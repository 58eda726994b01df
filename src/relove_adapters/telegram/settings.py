"""What an app is told about the bot: its token, where its API is, and who owns it."""

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode

from relove_adapters.settings import AppSettings

TOKEN = re.compile(r"\d{1,19}:[A-Za-z0-9_-]{3,}")


def _http_url(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError("адрес вида https://host")
    return value.rstrip("/")


def _token(value: SecretStr) -> SecretStr:
    if not TOKEN.fullmatch(value.get_secret_value()):
        raise ValueError("токен вида 123456:AbC…")
    return value


def _ids(value: object) -> object:
    if not isinstance(value, str):
        return value
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if not all(part.isascii() and part.isdecimal() for part in parts):
        raise ValueError("числа через запятую")
    return tuple(map(int, parts))


HttpUrl = Annotated[str, AfterValidator(_http_url)]
BotToken = Annotated[SecretStr, AfterValidator(_token)]
Ids = Annotated[tuple[int, ...], NoDecode, BeforeValidator(_ids)]
TOKEN_DESCRIPTION = "токен бота от @BotFather, вида 123456:AbC…"  # noqa: S105 - it describes one


class BotApiSettings(AppSettings):
    """Without the token, which not every app must have."""

    bot_api_url: HttpUrl = Field(default="https://api.telegram.org", description="адрес Bot API, https://host")
    admin_ids: Ids = Field(default=(), description="id владельцев в Telegram через запятую")


def bot_id_of(token: SecretStr) -> int:
    """The bot's own id, which its token begins with."""
    return int(token.get_secret_value().partition(":")[0])
