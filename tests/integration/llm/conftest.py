"""A local model with OpenAI's protocol."""

from collections.abc import AsyncIterator

import pytest

from tests.model_api import ModelApi, local_model_api


@pytest.fixture
async def model_api() -> AsyncIterator[ModelApi]:
    async with local_model_api() as model_api:
        yield model_api
