"""A person's copy of their data, as a file for Telegram."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TextIO
from zipfile import ZIP_DEFLATED, ZipFile

from aiogram.types import FSInputFile

from relove_core.ids import UserId
from relove_core.privacy.ports import Dossiers

NAME = "relove-data.json"
MOST_BYTES = 8_000_000
"""More is compressed, some ten times: 50 MB is what Telegram takes, and it has to leave within one attempt."""
WITHIN_S = 10.0
"""Making it and sending it stay within the sender's lease: who is slower fails, and sends nothing twice."""


@asynccontextmanager
async def dossier(dossiers: Dossiers, user_id: UserId) -> AsyncIterator[FSInputFile]:
    """The file, as long as the block lasts.

    Raises:
        NobodyThere: the person was forgotten meanwhile.
        TimeoutError: there is too much of it for one attempt.
    """
    with tempfile.TemporaryDirectory(prefix="relove-") as folder:
        async with asyncio.timeout(WITHIN_S):
            path = await _written(dossiers, user_id, Path(folder) / NAME)
        yield FSInputFile(path)


async def _written(dossiers: Dossiers, user_id: UserId, path: Path) -> Path:
    with _opened(path) as file:
        async for piece in dossiers.of(user_id):
            file.write(piece)
    return await asyncio.to_thread(_packed, path)


def _opened(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8")


def _packed(path: Path) -> Path:
    if path.stat().st_size <= MOST_BYTES:
        return path
    packed = path.with_suffix(".zip")
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.write(path, NAME)
    return packed
