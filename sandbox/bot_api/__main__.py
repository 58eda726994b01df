"""``python -m sandbox.bot_api``: start the local Bot API and its chat page."""

import argparse
import asyncio
import re
import signal
import sqlite3
import sys
from pathlib import Path
from typing import NoReturn

from relove_adapters.command_line import RussianParser
from sandbox.bot_api.server import Settings, serve


def fail(message: str) -> NoReturn:
    sys.stderr.write(message + "\n")
    sys.exit(2)


def listen_address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise argparse.ArgumentTypeError(f"«{text}» — нужен вид 127.0.0.1:8081")
    return host.strip("[]"), int(port)


def bot_token(text: str) -> str:
    if not re.fullmatch(r"\d+:[\w-]+", text, re.ASCII):
        raise argparse.ArgumentTypeError("нужен вид 123456:БУКВЫ (цифры, двоеточие, латинские буквы и цифры)")
    return text


def admin_ids(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in text.split(",") if part.strip())
    except ValueError:
        raise argparse.ArgumentTypeError(f"«{text}» — нужны номера через запятую, например 1001,1002") from None


def read_settings(arguments: list[str] | None = None) -> Settings:
    parser = RussianParser(prog="python -m sandbox.bot_api", description="Локальный Bot API со страницей чата.")
    parser.add_argument("--listen", type=listen_address, default=("127.0.0.1", 8081), help="адрес и порт")
    parser.add_argument("--data-dir", type=Path, required=True, help="папка, где хранится всё состояние")
    parser.add_argument("--token", type=bot_token, required=True, help="токен бота, например 123456:TOKEN")
    parser.add_argument("--bot-username", default="relove_natasha_bot", help="имя бота после @")
    parser.add_argument("--admin-ids", type=admin_ids, default=(), help="кого отметить администраторами, через запятую")
    parser.add_argument("--no-limits", action="store_true", help="не ограничивать частоту сообщений")
    parser.add_argument("--chat-burst", type=int, default=3, help="сколько сообщений подряд терпит один чат")
    given = parser.parse_args(arguments)
    host, port = given.listen
    return Settings(
        host=host,
        port=port,
        data_dir=given.data_dir,
        token=given.token,
        bot_username=given.bot_username,
        admin_ids=given.admin_ids,
        has_limits=not given.no_limits,
        chat_burst=max(1, given.chat_burst),
    )


async def run(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    address = f"http://{settings.host}:{settings.port}/"
    await serve(settings, stop=stop, started=lambda: print(f"Чат с ботом: {address}", flush=True))  # noqa: T201 - the one line a person waits for


def main() -> None:
    settings = read_settings()
    try:
        asyncio.run(run(settings))
    except sqlite3.Error as error:
        fail(f"Не получается записать в папку {settings.data_dir}: {error}")
    except OSError as error:
        if error.filename is not None:
            fail(f"Не получается записать в папку {settings.data_dir}: {error.strerror}")
        fail(f"Не получается занять адрес {settings.host}:{settings.port}: он занят или недоступен ({error.strerror})")


if __name__ == "__main__":
    main()
