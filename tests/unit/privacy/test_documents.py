"""The file that cannot be made."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiogram import Bot

from relove_adapters.telegram import documents
from relove_adapters.telegram.documents import dossier
from relove_adapters.telegram.sender import TelegramSender
from relove_core.delivery.model import Attachment
from relove_core.delivery.outcomes import Outcome
from relove_core.ids import UserId
from relove_core.privacy.ports import Dossiers
from relove_core.testing.builders import ANNA, a_message
from relove_core.testing.memory_privacy import MemoryDossiers
from relove_core.transactions import StorageUnavailable

FILE = replace(a_message("Всё о вас"), attachment=Attachment.DATA)


class NoStorage:
    async def of(self, user_id: UserId) -> AsyncIterator[str]:
        yield "{"
        raise StorageUnavailable("PostgreSQL is out of reach")


class Endless:
    async def of(self, user_id: UserId) -> AsyncIterator[str]:
        while True:
            await asyncio.sleep(0)
            yield " "


async def sending(dossiers: Dossiers) -> Outcome:
    """What becomes of it where nothing may reach the wire."""
    sender = TelegramSender(Bot("1:TOKEN"), timeout_s=1, dossiers=dossiers)
    return (await sender.send(FILE, as_plain_text=False)).outcome


async def test_for_who_was_forgotten_there_is_no_file() -> None:
    assert await sending(MemoryDossiers()) is Outcome.REFUSED


async def test_without_the_database_it_is_tried_again() -> None:
    assert await sending(NoStorage()) is Outcome.NOT_REACHED


async def test_what_takes_too_long_is_given_up_and_not_sent_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "WITHIN_S", 0.05)

    assert await sending(Endless()) is Outcome.REFUSED


@pytest.mark.parametrize(("most", "name"), [(3, "relove-data.json"), (2, "relove-data.zip")])
async def test_what_is_large_is_compressed(monkeypatch: pytest.MonkeyPatch, most: int, name: str) -> None:
    monkeypatch.setattr(documents, "MOST_BYTES", most)

    async with dossier(MemoryDossiers("{", "}", "\n"), ANNA) as file:
        assert file.filename == name
        assert file.path is not None
