"""The data folder: made once, marked as ours, held by one run at a time, and never touched when it is not ours."""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from sandbox.kept import kept, private_folder
from sandbox.refusal import Refused, reason

#: Says that the folder is ours, and is the file that a run locks.
MARKER = ".relove-data"
FORMAT = "1"
#: What the apps of the run that goes on are told: addresses and secrets, for this user only.
SETTINGS = "settings.json"
#: A freshly mounted disk has it.
ALLOWED_IN_EMPTY = {"lost+found"}
OTHER_FOLDER = "или укажите другую папку в RELOVE_DATA_DIR"


@dataclass(frozen=True, slots=True)
class DataDir:
    path: Path

    def folder(self, name: str) -> Path:
        return private_folder(self.path / name)

    def secret(self, name: str) -> str:
        return kept(self.path / name)

    @contextmanager
    def telling(self, settings: Mapping[str, str]) -> Iterator[None]:
        """Keep what the apps of this run are told as long as it goes on."""
        file = self.path / SETTINGS
        file.unlink(missing_ok=True)
        file.touch(mode=0o600)
        file.write_text(json.dumps(settings), "utf-8")
        try:
            yield
        finally:
            file.unlink(missing_ok=True)

    def told(self) -> Mapping[str, str]:
        """What the apps of the run are told that goes on now.

        Raises:
            Refused: none does.
        """
        try:
            with (self.path / MARKER).open() as marker:
                if _is_held(marker):
                    found: Mapping[str, str] = json.loads((self.path / SETTINGS).read_text("utf-8"))
                    return found
        except FileNotFoundError:
            pass
        raise Refused(
            f"В папке {self.path} reLove сейчас не работает. Запустите make run в другом окне и подождите, "
            "пока он скажет, что работает."
        )

    def bot_token(self) -> str:
        """A token of the form Telegram gives: digits, a colon, 35 characters."""
        return "1000000000:" + kept(self.path / "bot_token")[:35]


def _is_held(marker: TextIO) -> bool:
    """Whether a run goes on: what a killed one has left is of no use."""
    try:
        fcntl.flock(marker, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


@contextmanager
def claimed(path: Path) -> Iterator[DataDir]:
    """Hold the folder for the time of a run, making it where there is none.

    Raises:
        Refused: it is another program's, another run's or not to be written; nothing in it was changed.
    """
    try:
        _require_ours_or_empty(path)
        private_folder(path)
        _require_writable(path)
        marker = os.open(path / MARKER, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as e:
        raise Refused(f"Папка данных {path} недоступна: {reason(e)}. Дайте права на неё {OTHER_FOLDER}.") from e
    with os.fdopen(marker, "r+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(
                f"В папке {path} уже работает другой reLove{_named(file.read())}. Остановите его {OTHER_FOLDER}."
            ) from None
        file.seek(0)
        file.truncate()
        file.write(f"{FORMAT} {os.getpid()}\n")
        file.flush()
        yield DataDir(path)


def _require_ours_or_empty(path: Path) -> None:
    if path.exists() and not path.is_dir():
        raise Refused(f"{path} — файл, а нужна папка для данных. Уберите его {OTHER_FOLDER}.")
    if not path.exists():
        return
    names = {child.name for child in path.iterdir()} - ALLOWED_IN_EMPTY
    if names and MARKER not in names:
        raise Refused(
            f"Папка {path} занята чужими файлами (например, {min(names)}): reLove её не тронет. "
            f"Освободите её {OTHER_FOLDER}."
        )
    if names and (path / MARKER).read_text("ascii").split()[:1] not in ([], [FORMAT]):
        raise Refused(f"Папку {path} сделала более новая версия reLove. Обновите reLove {OTHER_FOLDER}.")


def _require_writable(path: Path) -> None:
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        raise Refused(f"В папку данных {path} нельзя писать. Дайте права на неё {OTHER_FOLDER}.")


def _named(content: str) -> str:
    """Which process holds the folder, where it said so."""
    _, _, pid = content.strip().partition(" ")
    return f" (процесс {pid})" if pid else ""
