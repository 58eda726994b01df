"""The panel, composed: the world it is given, and what it can show."""

from dependency_injector import containers, providers
from sqlalchemy.ext.asyncio import AsyncEngine

from apps.admin.errors import Refusals
from apps.admin.health import AdminReadiness
from apps.admin.pages import Pages
from apps.admin.settings import AdminSettings
from apps.admin.wording import Wording


class AdminContainer(containers.DeclarativeContainer):
    # the outside world
    settings = providers.Dependency(instance_of=AdminSettings)
    engine = providers.Dependency(instance_of=AsyncEngine)

    # what the panel can show
    wording = providers.Singleton(Wording)
    pages = providers.Singleton(Pages, wording)
    refusals = providers.Singleton(Refusals, pages)
    readiness = providers.Singleton(AdminReadiness, engine=engine)
