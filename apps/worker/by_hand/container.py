"""What the command can do, composed over what the worker makes portraits with."""

from dependency_injector import providers

from apps.worker.by_hand.refreshing import RefreshByHand
from apps.worker.profiles import ProfilesContainer
from relove_adapters.postgres.foresight import PostgresForesight
from relove_adapters.texts.fluent import FluentTexts
from relove_core.profiles.ask_refresh import AskRefresh, AskRefreshOfAll
from relove_core.profiles.compare_versions import CompareVersions
from relove_core.profiles.list_versions import ListVersions
from relove_core.profiles.roll_back import RollBack
from relove_core.profiles.version_words import VersionWords


class ByHandContainer(ProfilesContainer):
    begin = ProfilesContainer.begin

    texts = providers.Singleton(FluentTexts)
    version_words = providers.Singleton(VersionWords, texts=texts)
    foresight = providers.Singleton(PostgresForesight, ProfilesContainer.engine)
    refresh_by_hand = providers.Singleton(
        RefreshByHand,
        begin=begin,
        ask_refresh=providers.Singleton(AskRefresh, begin=begin),
        ask_refresh_of_all=providers.Singleton(AskRefreshOfAll, begin=begin, freshness=ProfilesContainer.freshness),
        refreshes=ProfilesContainer.refreshes,
        batches=ProfilesContainer.batches,
        foresight=foresight,
        freshness=ProfilesContainer.freshness,
    )
    list_versions = providers.Singleton(ListVersions, begin=begin)
    compare_versions = providers.Singleton(CompareVersions, begin=begin)
    roll_back = providers.Singleton(RollBack, begin=begin, clock=ProfilesContainer.clock)
