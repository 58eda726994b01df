"""A model that cannot be asked is told to the operator, and borne: the scripted coach goes on."""

from http import HTTPStatus

import pytest

from relove_adapters.health import BEARABLE, ready_status


@pytest.mark.parametrize("check", BEARABLE)
def test_a_model_in_trouble_leaves_the_bot_ready(check: str) -> None:
    assert ready_status({"database": "ok", check: "wrong_key"}) is HTTPStatus.OK


def test_everything_else_does_not() -> None:
    assert ready_status({"database": "unreachable", "llm": "ok"}) is HTTPStatus.SERVICE_UNAVAILABLE
