"""Settings from the environment (``RELOVE_…``) and ``.env``: what all apps share, and how a wrong one is told."""

import sys
from typing import Annotated, Literal, NoReturn, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "RELOVE_"
EXIT_CODE = 2


def _address(value: str) -> str:
    host, _, port = value.rpartition(":")
    if not host or not port.isascii() or not port.isdecimal() or not 1 <= int(port) <= 65535:
        raise ValueError("host:port, порт от 1 до 65535")
    return value


def _has_right_port(url: str) -> bool:
    """Whether the port, if there is one, is a number."""
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


def _database_url(value: str) -> str:
    if not value.startswith(("postgresql://", "postgres://", "postgresql+asyncpg://")) or not _has_right_port(value):
        raise ValueError("адрес вида postgresql://user:password@host:5432/name")
    return value


def _redis_url(value: str) -> str:
    if not value.startswith(("redis://", "rediss://", "unix://")) or not _has_right_port(value):
        raise ValueError("адрес вида redis://host:6379/0")
    return value


Listen = Annotated[str, AfterValidator(_address)]
DatabaseUrl = Annotated[str, AfterValidator(_database_url)]
RedisUrl = Annotated[str, AfterValidator(_redis_url)]
Ids = Annotated[tuple[int, ...], NoDecode]


class AppSettings(BaseSettings):
    """What every app needs. Values are never shown: some are secret."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", extra="ignore", hide_input_in_errors=True, env_ignore_empty=True
    )

    database_url: DatabaseUrl = Field(description="PostgreSQL: postgresql://user:password@host:5432/name")
    database_pool: int = Field(default=10, ge=1, le=200, description="соединений с базой на процесс")
    log_format: Literal["json", "console"] = Field(default="json", description="json или console")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="DEBUG, INFO, WARNING или ERROR"
    )


S = TypeVar("S", bound=BaseSettings)


def load(settings: type[S]) -> S:
    """The settings, or a line for each that is wrong or missing, and an exit with code 2."""
    try:
        return settings()
    except ValidationError as e:
        fields = settings.model_fields
        for error in e.errors(include_input=False, include_url=False):
            name = str(error["loc"][0]) if error["loc"] else ""
            refuse(_line(name, error["type"], error["msg"], fields[name].description if name in fields else None))
        sys.exit(EXIT_CODE)


def refuse(line: str) -> None:
    """Say why the program cannot start."""
    sys.stderr.write(f"{line}\n")


def give_up(line: str) -> NoReturn:
    """Say why the program cannot start, and end it."""
    refuse(line)
    sys.exit(EXIT_CODE)


def _line(name: str, kind: str, message: str, description: str | None) -> str:
    if not name:
        return f"{message.removeprefix('Value error, ')}. Задайте переменные окружения или строки в файле .env."
    variable = f"{PREFIX}{name.upper()}"
    allowed = f" Допустимо: {description}." if description else ""
    how = "Задайте переменную окружения или строку в файле .env и запустите снова."
    if kind == "missing":
        return f"{variable} не задана.{allowed} {how}"
    reason = message.removeprefix("Value error, ")
    return f"{variable}: недопустимое значение ({reason}).{allowed} {how}"
