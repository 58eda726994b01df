"""One panel for the tests that only look at it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.integration.admin.processes import RunningPanel, running_panel
from tests.servers import TestDatabases


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def panel(databases: TestDatabases, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningPanel]:
    name = await databases.fresh()
    async with running_panel(tmp_path_factory.mktemp("panel"), database_url=databases.url_of(name)) as panel:
        yield panel
    await databases.drop(name)
