"""A person, and how they are spoken to."""

from dataclasses import replace
from datetime import datetime

import pytest

from relove_core.ids import UserId
from relove_core.testing.builders import a_contact
from relove_core.testing.clock import NOON
from relove_core.users.model import Gender, Language, User, language_of


@pytest.mark.parametrize(
    ("code", "language"),
    [("ru", "ru"), ("en", "en"), ("en-GB", "en"), ("EN", "en"), ("uk", "ru"), ("de", "ru"), (None, "ru"), ("", "ru")],
)
def test_the_language_is_russian_unless_telegram_is_english(code: str | None, language: str) -> None:
    assert language_of(code) == Language(language)


@pytest.mark.parametrize(
    ("gender", "address"),
    [(Gender.FEMALE, "female"), (Gender.MALE, "male"), (Gender.UNDISCLOSED, "unknown"), (None, "unknown")],
)
def test_who_did_not_tell_is_addressed_neutrally(gender: Gender | None, address: str) -> None:
    assert a_contact(gender=gender).voice.address == address


@pytest.mark.parametrize("field", ["registration_date", "last_seen_date", "paused_at"])
def test_a_person_has_no_naive_moments(field: str) -> None:
    user = User(id=UserId(1), registration_date=NOON, last_seen_date=NOON)
    changes: dict[str, datetime] = {field: NOON.replace(tzinfo=None)}

    with pytest.raises(ValueError, match=field):
        replace(user, **changes)  # type: ignore[arg-type]  # the names are the fields' own
