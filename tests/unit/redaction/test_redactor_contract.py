"""The real redactor and the fake of the units, by one contract."""

import pytest

from relove_adapters.redaction.pipeline import RussianRedactor
from relove_core.redaction import Redactor
from relove_core.testing.word_redactor import WordRedactor
from tests.contracts.redaction import LINK, RedactorContract

REDACTOR = RussianRedactor()
"""One for all tests, as in the product: what it keeps must not matter."""


class TestRussianRedactor(RedactorContract):
    @pytest.fixture
    def redactor(self) -> Redactor:
        return REDACTOR


class TestWordRedactor(RedactorContract):
    @pytest.fixture
    def redactor(self) -> Redactor:
        return WordRedactor(LINK)
