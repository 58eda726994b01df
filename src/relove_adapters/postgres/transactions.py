"""One atomic change, with every slice's repository on it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from relove_adapters.postgres.alerts import PostgresAlerts
from relove_adapters.postgres.analyses import PostgresAnalyses
from relove_adapters.postgres.conversions import PostgresConversions
from relove_adapters.postgres.deliveries import PostgresDeliveries
from relove_adapters.postgres.engine import changing
from relove_adapters.postgres.journey import PostgresJourney
from relove_adapters.postgres.privacy import PostgresForgetting
from relove_adapters.postgres.profiles import PostgresProfiles
from relove_adapters.postgres.rotation_runs import PostgresRuns
from relove_adapters.postgres.safety import PostgresSafety
from relove_adapters.postgres.sessions import PostgresSessions
from relove_adapters.postgres.streams import PostgresLinks, PostgresPurchases, PostgresStreams
from relove_adapters.postgres.system_alerts import PostgresSystemAlerts
from relove_adapters.postgres.system_facts import PostgresSystemFacts
from relove_adapters.postgres.users import PostgresUsers


class PostgresTx:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    @cached_property
    def deliveries(self) -> PostgresDeliveries:
        return PostgresDeliveries(self._connection)

    @cached_property
    def users(self) -> PostgresUsers:
        return PostgresUsers(self._connection)

    @cached_property
    def alerts(self) -> PostgresAlerts:
        return PostgresAlerts(self._connection)

    @cached_property
    def safety(self) -> PostgresSafety:
        return PostgresSafety(self._connection)

    @cached_property
    def streams(self) -> PostgresStreams:
        return PostgresStreams(self._connection)

    @cached_property
    def links(self) -> PostgresLinks:
        return PostgresLinks(self._connection)

    @cached_property
    def purchases(self) -> PostgresPurchases:
        return PostgresPurchases(self._connection)

    @cached_property
    def conversions(self) -> PostgresConversions:
        return PostgresConversions(self._connection)

    @cached_property
    def journey(self) -> PostgresJourney:
        return PostgresJourney(self._connection)

    @cached_property
    def profiles(self) -> PostgresProfiles:
        return PostgresProfiles(self._connection)

    @cached_property
    def runs(self) -> PostgresRuns:
        return PostgresRuns(self._connection)

    @cached_property
    def system_alerts(self) -> PostgresSystemAlerts:
        return PostgresSystemAlerts(self._connection)

    @cached_property
    def system_facts(self) -> PostgresSystemFacts:
        return PostgresSystemFacts(self._connection)

    @cached_property
    def analyses(self) -> PostgresAnalyses:
        return PostgresAnalyses(self._connection)

    @cached_property
    def forgetting(self) -> PostgresForgetting:
        return PostgresForgetting(self._connection)

    @cached_property
    def sessions(self) -> PostgresSessions:
        return PostgresSessions(self._connection)


class PostgresTransactions:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[PostgresTx]:
        async with changing(self._engine) as connection:
            yield PostgresTx(connection)
