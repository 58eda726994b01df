"""The panel, composed: the world it is given, and what it can show."""

from dependency_injector import containers, providers
from sqlalchemy.ext.asyncio import AsyncEngine

from apps.admin.errors import Refusals
from apps.admin.health import AdminReadiness
from apps.admin.hooks import TakePurchase
from apps.admin.pages import Pages
from apps.admin.settings import AdminSettings
from apps.admin.signatures import Signatures
from apps.admin.wording import Wording
from relove_adapters.clock import SystemClock
from relove_adapters.postgres.streams import PostgresClicks
from relove_adapters.postgres.transactions import PostgresTransactions
from relove_core.streams.follow_link import FollowLink
from relove_core.streams.record_purchase import RecordPurchase


class AdminContainer(containers.DeclarativeContainer):
    # the outside world
    settings = providers.Dependency(instance_of=AdminSettings)
    engine = providers.Dependency(instance_of=AsyncEngine)
    clock = providers.Singleton(SystemClock)
    transactions = providers.Singleton(PostgresTransactions, engine)
    begin = transactions.provided.begin
    clicks = providers.Singleton(PostgresClicks, engine)

    # what is open to people and to the platform
    follow_link = providers.Singleton(FollowLink, clicks=clicks, hosts=settings.provided.hosts)
    record_purchase = providers.Singleton(RecordPurchase, begin=begin, clock=clock)
    signatures = providers.Singleton(Signatures, clock=clock)
    take_purchase = providers.Singleton(
        TakePurchase,
        secret=settings.provided.platform_webhook_secret,
        signatures=signatures,
        record_purchase=record_purchase,
    )

    # what the panel can show
    wording = providers.Singleton(Wording)
    pages = providers.Singleton(Pages, wording)
    refusals = providers.Singleton(Refusals, pages)
    readiness = providers.Singleton(AdminReadiness, engine=engine)
