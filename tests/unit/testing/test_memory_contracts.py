"""The fakes keep every promise that PostgreSQL keeps."""

import pytest

from tests.contracts.analyses import AnalysisRepositoryContract
from tests.contracts.contacts import ContactsContract
from tests.contracts.deliveries import DeliveriesContract
from tests.contracts.inbox import InboxContract
from tests.contracts.journey import JourneyRepositoryContract
from tests.contracts.memory import WatchedMemory
from tests.contracts.outbox import OutboxContract
from tests.contracts.rests import RestsContract
from tests.contracts.sessions import SessionRepositoryContract
from tests.contracts.streams import StreamsContract
from tests.contracts.users import UserRepositoryContract
from tests.contracts.world import World


@pytest.fixture
def world() -> World:
    return WatchedMemory()


class TestMemoryInbox(InboxContract):
    pass


class TestMemoryDeliveries(DeliveriesContract):
    pass


class TestMemoryOutbox(OutboxContract):
    pass


class TestMemoryRests(RestsContract):
    pass


class TestMemoryContacts(ContactsContract):
    pass


class TestMemoryUsers(UserRepositoryContract):
    pass


class TestMemorySessions(SessionRepositoryContract):
    pass


class TestMemoryJourney(JourneyRepositoryContract):
    pass


class TestMemoryAnalyses(AnalysisRepositoryContract):
    pass


class TestMemoryStreams(StreamsContract):
    pass
