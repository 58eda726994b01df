"""The real process: what it says when it cannot start, and what it keeps when it is killed."""

import asyncio
import signal
import socket
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.integration.sandbox.bot_api_stand import ANNA, TOKEN, Stand, free_port, talking_to

ROOT = Path(__file__).parents[3]


async def start(*options: str) -> Process:
    command = (sys.executable, "-m", "sandbox.bot_api", *options)
    return await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=PIPE, stderr=PIPE)


async def ready(process: Process) -> None:
    assert process.stdout is not None
    async with asyncio.timeout(15):
        assert await process.stdout.readline()


@asynccontextmanager
async def living(folder: Path, port: int) -> AsyncIterator[tuple[Process, Stand]]:
    process = await start("--listen", f"127.0.0.1:{port}", "--data-dir", str(folder), "--token", TOKEN)
    try:
        await ready(process)
        async with talking_to(f"http://127.0.0.1:{port}") as stand:
            yield process, stand
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def test_a_kill_loses_nothing(tmp_path: Path) -> None:
    port = free_port()
    async with living(tmp_path, port) as (process, stand):
        await stand.say("/start")
        await stand.bot.send_message(ANNA, "Раз")
        await stand.bot.set_my_description("О себе")
        await stand.post("/sandbox/faults", [{"method": "sendPhoto", "kind": "500"}])
        before = await stand.get(f"/sandbox/chat?person={ANNA}")
        updates = await stand.raw("getUpdates")
        calls = await stand.get("/sandbox/log")
        process.kill()
        await process.wait()

    async with living(tmp_path, port) as (_, stand):
        assert await stand.get(f"/sandbox/chat?person={ANNA}") == before
        assert await stand.get("/sandbox/log") == calls
        assert await stand.raw("getUpdates") == updates
        assert (await stand.get("/sandbox/state"))["faults"][0]["kind"] == "500"
        assert (await stand.bot.get_my_description()).description == "О себе"
        assert (await stand.bot.send_message(ANNA, "Два")).message_id == 3


async def test_a_polite_stop_takes_less_than_two_seconds_though_somebody_waits(tmp_path: Path) -> None:
    async with living(tmp_path, free_port()) as (process, stand):
        poll = asyncio.create_task(stand.bot.get_updates(timeout=30))
        events = await stand.http.get(f"{stand.url}/sandbox/events")
        await asyncio.sleep(0.2)

        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        code = await process.wait()

        assert (code, await poll) == (0, [])
        assert time.monotonic() - started < 2
        events.close()


async def test_a_taken_port_is_named_in_russian_without_a_traceback(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = await start(
            "--listen", f"127.0.0.1:{taken.getsockname()[1]}", "--data-dir", str(tmp_path), "--token", TOKEN
        )
        _, said = await process.communicate()

    assert process.returncode == 2
    assert "занять адрес" in said.decode()
    assert "Traceback" not in said.decode()


async def test_a_folder_that_cannot_be_written_is_named_in_russian(tmp_path: Path) -> None:
    occupied = tmp_path / "файл"
    occupied.write_text("не папка")

    process = await start("--data-dir", str(occupied), "--token", TOKEN)
    _, said = await process.communicate()

    assert process.returncode == 2
    assert str(occupied) in said.decode()
    assert "Traceback" not in said.decode()


async def test_missing_and_wrong_options_are_explained(tmp_path: Path) -> None:
    process = await start("--data-dir", str(tmp_path), "--token", "abc")
    _, said = await process.communicate()

    assert process.returncode == 2
    assert said.decode().startswith("Неверные параметры: --token: нужен вид 123456:БУКВЫ")
