"""What an app is told about the account that reads public pages: all three settings or none, and no secret told."""

import base64
import struct

import pytest
from aiogram import Bot
from pydantic import ValidationError

from relove_adapters.settings import EXIT_CODE, load
from relove_adapters.telegram.bot_api_reader import BotApiReader
from relove_adapters.telegram.reader_settings import ReaderSettings, opened_reader
from relove_adapters.telegram.telethon_account import State
from relove_core.ids import UserId
from relove_core.telegram import PublicPage

DATABASE = "postgresql://relove@127.0.0.1/relove"
BOT = Bot("123456:TOKEN")
HASH = "0123456789abcdef0123456789abcdef"


def a_session(*, ip: bytes = b"\x7f\x00\x00\x01", port: int = 9, key: bytes = b"canary" * 42 + b"key!") -> str:
    return "1" + base64.urlsafe_b64encode(struct.pack(f">B{len(ip)}sH256s", 2, ip, port, key)).decode()


ACCOUNT = {"telegram_api_id": "12345", "telegram_api_hash": HASH, "telegram_session": a_session()}


def settings(**given: str) -> ReaderSettings:
    return ReaderSettings.model_validate({"database_url": DATABASE, **given})


def test_nothing_of_it_is_needed() -> None:
    given = settings()

    assert (given.telegram_api_id, given.telegram_api_hash, given.telegram_session) == (None, None, None)


def test_all_three_are_an_account() -> None:
    given = settings(**ACCOUNT)

    assert given.telegram_api_id == 12345
    assert HASH not in repr(given)
    assert ACCOUNT["telegram_session"] not in repr(given)


@pytest.mark.parametrize("missing", ACCOUNT)
def test_two_of_three_are_refused_and_the_third_is_named(
    missing: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RELOVE_DATABASE_URL", DATABASE)
    for name, value in ACCOUNT.items():
        monkeypatch.setenv(f"RELOVE_{name.upper()}", "" if name == missing else value)

    with pytest.raises(SystemExit) as ended:
        load(ReaderSettings)

    said = capsys.readouterr().err
    assert ended.value.code == EXIT_CODE
    assert said.startswith(f"Не хватает RELOVE_{missing.upper()}: ")
    assert HASH not in said
    assert ACCOUNT["telegram_session"] not in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("telegram_api_id", "0"),
        ("telegram_api_id", "-5"),
        ("telegram_api_id", "canary"),
        ("telegram_api_id", str(2**31)),
        ("telegram_api_hash", "canary"),
        ("telegram_api_hash", HASH + "canary"),
        ("telegram_session", "canary"),
        ("telegram_session", "2" + a_session()[1:]),
        ("telegram_session", a_session()[:-8]),
        ("telegram_session", a_session() + "AAAA"),
        ("telegram_session", a_session(ip=b"\x7f\x00")),
        ("telegram_session", "1" + "canary тайна" * 30),
    ],
)
def test_a_wrong_one_is_refused_and_not_quoted(name: str, value: str) -> None:
    with pytest.raises(ValidationError) as refused:
        settings(**{**ACCOUNT, name: value})

    (error,) = refused.value.errors(include_input=False, include_url=False)
    assert error["loc"] == (name,)
    assert "canary" not in str(refused.value)


@pytest.mark.parametrize("ip", [b"\x7f\x00\x00\x01", bytes(15) + b"\x01"], ids=["IPv4", "IPv6"])
def test_sessions_of_both_kinds_are_taken(ip: bytes) -> None:
    assert settings(**{**ACCOUNT, "telegram_session": a_session(ip=ip)}).telegram_session is not None


async def test_without_an_account_the_bot_api_reads_alone() -> None:
    async with opened_reader(settings(), BOT) as reader:
        assert [type(one) for one in reader.readers] == [BotApiReader]
        assert reader.checks() == {}


async def test_without_anything_nobody_shows_anything() -> None:
    async with opened_reader(settings(), None) as reader:
        assert await reader.read(UserId(1), username="lena", photo_key=None) == PublicPage()


async def test_with_an_account_the_bot_api_comes_first_and_nothing_is_connected_yet() -> None:
    async with opened_reader(settings(**ACCOUNT), BOT) as reader:
        names = [type(one).__name__ for one in reader.readers]

        assert names == ["BotApiReader", "TelethonReader"]
        assert reader.checks() == {"telethon": State.FINE}


async def test_past_a_proxy_that_it_cannot_use_telethon_does_not_go() -> None:
    given = settings(**ACCOUNT, http_proxy="https://user:canary@proxy.invalid:3128")

    async with opened_reader(given, BOT) as reader:
        assert [type(one) for one in reader.readers] == [BotApiReader]
        assert reader.checks() == {"telethon": "no_way_out"}
