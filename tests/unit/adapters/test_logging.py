"""What gets out by the log, and what never does."""

import json
import logging as library_logging
from collections.abc import Iterator

import pytest
import structlog
from sqlalchemy.exc import IntegrityError

from relove_adapters import logging

CANARY = "канарейка-4242"
TOKEN = "123456:AbC-canary_token"


@pytest.fixture(autouse=True, params=["json", "console"])
def log_format(request: pytest.FixtureRequest) -> Iterator[str]:
    """The log of an app, and afterwards what was before it."""
    root = library_logging.getLogger()
    handlers, level, raises = root.handlers, root.level, library_logging.raiseExceptions
    root.handlers = []  # those of the test run are not to be closed
    begin(request.param)
    yield request.param
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    root.handlers, root.level, library_logging.raiseExceptions = handlers, level, raises


def begin(log_format: str) -> None:
    logging.configure(app="bot", log_format=log_format, log_level="INFO")
    structlog.configure(cache_logger_on_first_use=False)


def written(capsys: pytest.CaptureFixture[str]) -> str:
    said = capsys.readouterr()
    return said.out + said.err


def fail() -> None:
    try:
        int(CANARY)
    except ValueError as e:
        given = {"text": CANARY, "token": TOKEN}
        raise IntegrityError(f"INSERT INTO messages VALUES ('{CANARY}')", given, e) from e


def test_what_is_listed_is_written(capsys: pytest.CaptureFixture[str], log_format: str) -> None:
    structlog.get_logger().info("update.worked_on", update_id=7, took_ms=12)

    line = written(capsys)
    assert line.count("\n") == 1
    if log_format == "json":
        found = json.loads(line)
        assert found.pop("timestamp").endswith("Z")
        assert found == {
            "event": "update.worked_on",
            "level": "info",
            "app": "bot",
            "update_id": 7,
            "took_ms": 12,
        }


def test_what_is_not_listed_is_dropped_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger().info("update.worked_on", text=CANARY, token=TOKEN, update_id=7)

    line = written(capsys)
    assert CANARY not in line
    assert TOKEN not in line
    assert "text,token" in line


def test_an_error_tells_where_and_not_what(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        fail()
    except IntegrityError:
        structlog.get_logger().exception("update.failed", update_id=7)

    line = written(capsys)
    assert CANARY not in line
    assert TOKEN not in line
    assert "IntegrityError" in line
    assert "ValueError" in line
    assert "adapters/test_logging.py" in line
    assert "fail" in line


def test_an_error_that_is_handed_over_tells_as_little(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        fail()
    except IntegrityError as e:
        kept = e
    structlog.get_logger().error("update.failed", exc_info=kept)
    structlog.get_logger().error("update.failed", exc_info=ExceptionGroup(CANARY, [kept]))

    line = written(capsys)
    assert CANARY not in line
    assert "IntegrityError" in line


def test_an_error_that_causes_itself_comes_to_an_end(capsys: pytest.CaptureFixture[str]) -> None:
    first, second = ValueError(CANARY), KeyError(CANARY)
    first.__cause__, second.__cause__ = second, first
    structlog.get_logger().error("update.failed", exc_info=first)

    assert CANARY not in written(capsys)


def test_a_library_is_named_and_not_quoted(capsys: pytest.CaptureFixture[str], log_format: str) -> None:
    begin(log_format)  # again: only now is the stream the one that is looked at
    library = library_logging.getLogger("aiogram.dispatcher")
    library.warning("Failed to send %s with %s", CANARY, TOKEN)
    library.warning(CANARY, extra={"text": CANARY})
    try:
        fail()
    except IntegrityError:
        library.exception(CANARY)

    line = written(capsys)
    assert CANARY not in line
    assert TOKEN not in line
    assert line.count("library.warned") == 3
    assert "missing" not in line
    assert "aiogram.dispatcher:" in line


def test_a_mistake_in_a_librarys_logging_quotes_nobody(capsys: pytest.CaptureFixture[str], log_format: str) -> None:
    begin(log_format)  # again: only now is the stream the one that is looked at
    library_logging.getLogger("aiogram").warning("%d", CANARY)

    assert CANARY not in written(capsys)


def test_a_librarys_chatter_is_not_written(capsys: pytest.CaptureFixture[str], log_format: str) -> None:
    begin(log_format)  # again: only now is the stream the one that is looked at
    library_logging.getLogger("sqlalchemy.engine").info(CANARY)

    assert written(capsys) == ""
