"""The one SQLite file that holds everything, and its transactions."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sandbox.bot_api.json_text import dump

SCHEMA = Path(__file__).with_name("schema.sql")


class Store:
    """One connection for the one event loop; a commit is on disk before the call is answered.

    ``synchronous=NORMAL`` keeps every commit through a kill -9 of this process; only a power
    cut may take the last ones back, and a sandbox can live with that.
    """

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.executescript(SCHEMA.read_text(encoding="utf-8"))
        self._depth = 0
        self._after_commit: list[Callable[[], None]] = []

    def close(self) -> None:
        self._connection.close()

    def run(self, sql: str, *values: Any) -> sqlite3.Cursor:
        return self._connection.execute(sql, values)

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        return self.run(sql, *values).fetchall()

    def row(self, sql: str, *values: Any) -> sqlite3.Row | None:
        found: sqlite3.Row | None = self.run(sql, *values).fetchone()
        return found

    def number(self, sql: str, *values: Any) -> int:
        found = self.row(sql, *values)
        return int(found[0] or 0) if found is not None else 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; inside another transaction it is a savepoint of it."""
        name = f"level_{self._depth}"
        waiting = len(self._after_commit)
        self.run("BEGIN IMMEDIATE" if self._depth == 0 else f"SAVEPOINT {name}")
        self._depth += 1
        try:
            yield
        except BaseException:
            self._depth -= 1
            self.run("ROLLBACK" if self._depth == 0 else f"ROLLBACK TO {name}")
            del self._after_commit[waiting:]
            raise
        self._depth -= 1
        self.run("COMMIT" if self._depth == 0 else f"RELEASE {name}")
        if self._depth == 0:
            self._tell()

    def after_commit(self, action: Callable[[], None]) -> None:
        """Tell others only what is already on disk."""
        self._after_commit.append(action)
        if self._depth == 0:
            self._tell()

    def _tell(self) -> None:
        actions, self._after_commit = self._after_commit, []
        for action in actions:
            action()

    def recall(self, key: str, default: Any = None) -> Any:
        found = self.row("SELECT value FROM memory WHERE key = ?", key)
        return default if found is None else json.loads(found["value"])

    def remember(self, key: str, value: Any) -> None:
        self.run(
            "INSERT INTO memory VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, dump(value)
        )

    def forget(self, key: str) -> None:
        self.run("DELETE FROM memory WHERE key = ?", key)
