"""What a person is called, as the redactor is told of it."""

import pytest

from relove_core.testing.builders import ANNA
from relove_core.testing.clock import NOON
from relove_core.users.model import User, names_of


def test_a_username_is_given_as_the_handle_that_it_is() -> None:
    assert names_of("Анна", "Канарейкина", "k_1990_05") == ("Анна", "Канарейкина", "@k_1990_05")


@pytest.mark.parametrize("nothing", [None, ""])
def test_who_is_not_called_is_called_nothing(nothing: str | None) -> None:
    assert names_of(nothing, nothing, nothing) == ()


def test_who_is_away_is_called_like_who_is_here() -> None:
    user = User(id=ANNA, first_name="Анна", username="anna", registration_date=NOON, last_seen_date=NOON)

    assert user.names == ("Анна", "@anna")
