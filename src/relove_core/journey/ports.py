"""Where journeys are kept."""

from typing import Protocol

from relove_core.ids import UserId
from relove_core.journey.model import Journey, StageRecord
from relove_core.streams.ports import StreamsTx


class JourneyRepository(Protocol):
    async def of(self, user_id: UserId) -> Journey:
        """Where a person is, by the records; nobody else can move them until the transaction ends.

        Of two proposals at once one is decided first, and the other goes by what has become of it.
        """
        ...

    async def append(self, record: StageRecord) -> None:
        """Keep what became of a proposal; a move that was made becomes ``last_journey_stage`` in the same act.

        A record of somebody who is not there changes nothing.
        """
        ...

    async def records_of(self, user_id: UserId) -> tuple[StageRecord, ...]:
        """Everything that was decided about a person, oldest first."""
        ...


class JourneyTx(StreamsTx, Protocol):
    @property
    def journey(self) -> JourneyRepository: ...
