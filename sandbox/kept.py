"""Values made up once and kept in a file that only its owner reads: passwords, keys, the bot's token."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def kept(file: Path, make: Callable[[], str] = lambda: secrets.token_hex(24)) -> str:
    """The value in ``file``, made and written whole at the first call, so that a crash leaves all of it or nothing."""
    if not file.exists():
        draft = file.with_name(f"{file.name}.new")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as out:
            out.write(make())
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)
    return file.read_text("utf-8")


def private_folder(path: Path) -> Path:
    """Make a folder for ourselves; root's may be passed through (not listed) by the user that runs the servers."""
    if not path.exists():
        path.mkdir(parents=True)
        path.chmod(0o711 if os.geteuid() == 0 else 0o700)  # whatever the umask
    return path
