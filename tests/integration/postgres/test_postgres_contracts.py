"""PostgreSQL keeps every promise that the core was told."""

from tests.contracts.analyses import AnalysisRepositoryContract
from tests.contracts.contacts import ContactsContract
from tests.contracts.deliveries import DeliveriesContract
from tests.contracts.inbox import InboxContract
from tests.contracts.journey import JourneyRepositoryContract
from tests.contracts.outbox import OutboxContract
from tests.contracts.rests import RestsContract
from tests.contracts.sessions import SessionRepositoryContract
from tests.contracts.streams import StreamsContract
from tests.contracts.users import UserRepositoryContract


class TestPostgresInbox(InboxContract):
    pass


class TestPostgresDeliveries(DeliveriesContract):
    pass


class TestPostgresOutbox(OutboxContract):
    pass


class TestPostgresRests(RestsContract):
    pass


class TestPostgresContacts(ContactsContract):
    pass


class TestPostgresUsers(UserRepositoryContract):
    pass


class TestPostgresSessions(SessionRepositoryContract):
    pass


class TestPostgresJourney(JourneyRepositoryContract):
    pass


class TestPostgresAnalyses(AnalysisRepositoryContract):
    pass


class TestPostgresStreams(StreamsContract):
    pass
