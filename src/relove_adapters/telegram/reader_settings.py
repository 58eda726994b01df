"""What an app is told about the account that reads public pages, and the readers it gets."""

import base64
import binascii
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Self

from aiogram import Bot
from pydantic import AfterValidator, Field, SecretStr, model_validator

from relove_adapters.llm.settings import ModelSettings
from relove_adapters.telegram.bot_api_reader import BotApiReader
from relove_adapters.telegram.composed_reader import ComposedReader
from relove_core.telegram import TelegramReaderPort

CHECK = "telethon"
"""Its name in readiness."""
NO_WAY_OUT = "no_way_out"

_FIELDS = ("telegram_api_id", "telegram_api_hash", "telegram_session")
_SESSION_BYTES = (263, 275)
"""With an IPv4 and with an IPv6 address in it. Source: telethon.sessions.StringSession."""


def _api_hash(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[0-9a-fA-F]{32}", value.get_secret_value()):
        raise ValueError("32 знака: цифры и буквы от a до f")
    return value


def _session(value: SecretStr) -> SecretStr:
    version, content = value.get_secret_value()[:1], value.get_secret_value()[1:]
    try:
        decoded = base64.b64decode(content, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        decoded = b""
    if version != "1" or len(decoded) not in _SESSION_BYTES:
        raise ValueError("строка StringSession из Telethon целиком, 353 или 369 знаков")
    return value


class ReaderSettings(ModelSettings):
    """All three or none of them: without, the Bot API alone tells about people."""

    telegram_api_id: int | None = Field(default=None, ge=1, lt=2**31, description="api_id с my.telegram.org, число")
    telegram_api_hash: Annotated[SecretStr, AfterValidator(_api_hash)] | None = Field(
        default=None, description="api_hash с my.telegram.org"
    )
    telegram_session: Annotated[SecretStr, AfterValidator(_session)] | None = Field(
        default=None, description="StringSession аккаунта, который читает публичные страницы"
    )

    @model_validator(mode="after")
    def _account_is_whole(self) -> Self:
        missing = [f"RELOVE_{name.upper()}" for name in _FIELDS if getattr(self, name) is None]
        if 0 < len(missing) < len(_FIELDS):
            raise ValueError(
                f"Не хватает {', '.join(missing)}: для чтения страниц через аккаунт Telegram нужны все три"
                " (RELOVE_TELEGRAM_API_ID, RELOVE_TELEGRAM_API_HASH, RELOVE_TELEGRAM_SESSION) или ни одной"
            )
        return self


@asynccontextmanager
async def opened_reader(settings: ReaderSettings, bot: Bot | None) -> AsyncIterator[ComposedReader]:
    """The readers there are means for, the Bot API first; ``bot`` has its own session, and so its own proxy."""
    first: tuple[TelegramReaderPort, ...] = () if bot is None else (BotApiReader(bot=bot),)
    if settings.telegram_api_id is None or settings.telegram_api_hash is None or settings.telegram_session is None:
        yield ComposedReader(readers=first)
        return
    from relove_adapters.telegram.telethon_opening import opened_telethon  # noqa: PLC0415 - optional, and slow to import

    async with opened_telethon(
        api_id=settings.telegram_api_id,
        api_hash=settings.telegram_api_hash.get_secret_value(),
        session=settings.telegram_session.get_secret_value(),
        proxy=settings.http_proxy.get_secret_value() if settings.http_proxy else None,
    ) as second:
        if second is None:
            yield ComposedReader(readers=first, checks=lambda: {CHECK: NO_WAY_OUT})
        else:
            yield ComposedReader(readers=(*first, second), checks=lambda: {CHECK: second.account.state})
