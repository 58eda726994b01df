"""Alembic as an operator calls it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def alembic(url: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "alembic", "-c", str(ROOT / "alembic.ini"), *arguments],
        env=os.environ | {"RELOVE_DATABASE_URL": url},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def migrated(url: str, *arguments: str) -> None:
    done = alembic(url, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
