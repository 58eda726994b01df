"""Structured logs: JSON in production, lines for people in a terminal. What is not on the list never gets out."""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any, TextIO

import structlog

#: Ids, counts, names of our own and measures with units. Never text of a person, tokens or addresses.
LOGGED = frozenset(
    {
        *("event", "level", "timestamp", "logger", "app", "exception", "exc_info", "exception_type"),
        *("bot_id", "update_id", "update_ids", "user_id", "session_id", "outbox_id", "job", "job_id", "run_id"),
        *("admin_id",),
        *("lane", "kind", "count", "runs", "failures", "attempts", "outcome", "state", "priority", "method"),
        *("took_ms", "wait_ms", "retry_after_s", "status", "code", "model", "tokens", "made", "mode", "listen"),
        *("missing", "months", "signal", "phase", "fence", "path", "route"),
        *("purpose", "provider"),
        *("source", "target", "author", "confidence", "refusal", "is_made"),
        *("processed", "updated", "unchanged", "insufficient", "skipped", "failed"),
    }
)


def only_listed(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every key that is not on the list, and say which."""
    unlisted = sorted(key for key in event if key not in LOGGED)
    for key in unlisted:
        del event[key]
    if unlisted:
        event["missing"] = ",".join(unlisted)
    return event


def without_texts(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Tracebacks without messages: an exception of a library quotes what it was given (SQL parameters, URLs)."""
    given = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else sys.exc_info()[1]
    if given and error is not None:
        event["exception_type"] = f"{type(error).__module__}.{type(error).__qualname__}"
        event["exception"] = _places(error)
    return event


def _places(error: BaseException | None) -> str:
    """The traceback, innermost frame first, and those of its causes after it."""
    lines: list[str] = []
    told: set[int] = set()
    while error is not None and id(error) not in told:
        told.add(id(error))
        if isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]  # the first is the one that ended the others
            continue
        frames = traceback.extract_tb(error.__traceback__)[::-1]
        places = (f"  {Path(f.filename).parent.name}/{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames)
        lines += [type(error).__qualname__, *places]
        error = error.__cause__ or error.__context__
    return "\n".join(lines)


def configure(*, app: str, log_format: str, log_level: str, stream: TextIO | None = None) -> None:
    """Set up structlog, and let the libraries' own warnings through the same door. ``stream``: else standard output."""
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stdout.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_texts,
        only_listed,
    ]
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[log_level]),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(app=app)
    library = structlog.stdlib.ProcessorFormatter(foreign_pre_chain=[_library_event, *shared], processors=[renderer])
    handler = logging.StreamHandler()
    handler.setFormatter(library)
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    # A record that cannot be written would be printed with all that it quotes.
    logging.raiseExceptions = False


def _library_event(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A library's message may quote anything: only its origin is told."""
    record: logging.LogRecord = event.pop("_record")
    del event["_from_structlog"]
    event["event"] = "library.warned"
    event["logger"] = f"{record.name}:{record.lineno}"
    return event
