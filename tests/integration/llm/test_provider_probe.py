"""Whether a provider is set up, before anybody asks it anything."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from relove_core.llm import Misfit
from tests.integration.llm.providers import AT_ONCE, KINDS, a_provider
from tests.model_api import ModelApi, local_model_api

TROUBLES: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "a wrong key": ({"api_key": SecretStr("sk-other")}, {}, Misfit.WRONG_KEY),
    "an unknown model": ({"model": "no-such"}, {}, Misfit.UNKNOWN_MODEL),
    "a wrong path": ({}, {"kind": "404_path"}, Misfit.NOT_AN_API),
    "a page for people": ({}, {"kind": "html"}, Misfit.NOT_AN_API),
    "a list that is none": ({}, {"kind": "not_json"}, Misfit.NOT_AN_API),
    "a broken server": ({}, {"kind": "500"}, "unreachable"),
    "a server that says nothing": ({"timeout": AT_ONCE}, {"kind": "never"}, "unreachable"),
}


@pytest.mark.parametrize("kind", KINDS)
async def test_a_provider_that_is_set_up_has_no_trouble(kind: str, model_api: ModelApi) -> None:
    async with a_provider(kind, model_api, timeout=timedelta(seconds=5)) as model:
        trouble = await model.probe()

    assert trouble is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", TROUBLES)
async def test_a_trouble_has_a_name(name: str, kind: str, model_api: ModelApi) -> None:
    profile, fault, expected = TROUBLES[name]
    await model_api.faults(*([fault] if fault else []))

    async with a_provider(kind, model_api, **profile) as model:
        trouble = await model.probe()

    assert trouble == expected


@pytest.mark.parametrize("kind", KINDS)
async def test_who_is_asked_to_wait_is_set_up(kind: str, model_api: ModelApi) -> None:
    await model_api.faults({"kind": "429"})

    async with a_provider(kind, model_api) as model:
        trouble = await model.probe()

    assert trouble is None


@pytest.mark.parametrize("kind", KINDS)
async def test_a_name_that_stands_in_no_list_may_be_known_all_the_same(kind: str) -> None:
    async with local_model_api(models=()) as open_api, a_provider(kind, open_api, model="org/own:latest") as model:
        trouble = await model.probe()

    assert trouble is None
