"""Both providers keep the promises of the ports, however their models are brought to answer in a shape."""

from collections.abc import AsyncIterator
from itertools import product

import pytest

from relove_adapters.llm.profile import Structured
from relove_adapters.llm.provider import ProviderModel
from tests.contracts.llm import LLMContract, TranscriberContract
from tests.integration.llm.providers import KINDS, a_provider
from tests.model_api import ModelApi


@pytest.fixture(params=product(KINDS, Structured), ids="-".join)
async def llm(request: pytest.FixtureRequest, model_api: ModelApi) -> AsyncIterator[ProviderModel]:
    kind, structured = request.param
    async with a_provider(kind, model_api, structured=structured) as model:
        yield model


@pytest.fixture(params=KINDS)
async def transcriber(request: pytest.FixtureRequest, model_api: ModelApi) -> AsyncIterator[ProviderModel]:
    async with a_provider(request.param, model_api) as model:
        yield model


class TestProviders(LLMContract):
    pass


class TestProvidersHear(TranscriberContract):
    pass
