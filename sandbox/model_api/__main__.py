"""``python -m sandbox.model_api``: start the local model."""

import argparse
import asyncio
import signal
import sys

from sandbox.model_api.server import Settings, serve


def read_settings(arguments: list[str] | None = None) -> Settings:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox.model_api", description="Локальная модель с протоколом OpenAI."
    )
    parser.add_argument("--host", default="127.0.0.1", help="адрес")
    parser.add_argument("--port", type=int, default=8089, help="порт")
    parser.add_argument("--key", help="единственный ключ, с которым пускать; без него подходит любой")
    parser.add_argument("--model", action="append", default=[], help="какие модели знать; без него подходит любое имя")
    given = parser.parse_args(arguments)
    return Settings(host=given.host, port=given.port, key=given.key, models=tuple(given.model))


async def run(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    address = f"http://{settings.host}:{settings.port}/v1"
    await serve(settings, stop=stop, started=lambda: print(f"Модель: {address}", flush=True))  # noqa: T201 - the one line a person waits for


def main() -> None:
    settings = read_settings()
    try:
        asyncio.run(run(settings))
    except OSError as error:
        sys.stderr.write(f"Не получается занять адрес {settings.host}:{settings.port}: {error.strerror}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
