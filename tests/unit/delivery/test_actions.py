"""What a button carries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relove_core.delivery.actions import MAX_BYTES, Action, decode
from relove_core.errors import InvalidInput

PART = st.text(st.characters(exclude_characters=":", exclude_categories=["Cs"]), min_size=1, max_size=12)


@given(name=PART, args=st.lists(PART, max_size=3))
def test_what_a_button_carries_comes_back(name: str, args: list[str]) -> None:
    if len(":".join([name, *args]).encode()) > MAX_BYTES:
        with pytest.raises(ValueError, match="64 bytes"):
            Action(name, tuple(args))
        return

    action = Action(name, tuple(args))

    assert len(action.encode().encode()) <= MAX_BYTES
    assert decode(action.encode()) == action


@given(st.text())
def test_whatever_comes_back_is_an_action_or_not_ours(data: str) -> None:
    try:
        action = decode(data)
    except InvalidInput:
        return

    assert action.encode() == data


@pytest.mark.parametrize("data", ["", ":", "a:", ":a", "a::b", "x" * 65, "ы" * 33, "\ud800"])
def test_what_we_never_made_is_refused(data: str) -> None:
    with pytest.raises(InvalidInput):
        decode(data)


@pytest.mark.parametrize("size", [1, 63, 64])
def test_sixty_four_bytes_fit(size: int) -> None:
    assert decode("x" * size) == Action("x" * size)


@pytest.mark.parametrize("parts", [("",), ("a", ""), ("a:b",), ("a", "b:c")])
def test_a_part_is_neither_empty_nor_holds_a_colon(parts: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="not empty"):
        Action(parts[0], parts[1:])


def test_the_longest_button_of_a_conversation_fits() -> None:
    Action("say", (str(2**63 - 1), str(10**9), "2"))
