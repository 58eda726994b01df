"""``relove-profiles versions``, ``compare`` and ``roll-back``: shown to whoever typed it, and nowhere else."""

from collections.abc import Iterable

import structlog
from rich.console import Console

from apps.worker.by_hand.container import ByHandContainer
from apps.worker.by_hand.orders import BringBack, Compare, Versions
from apps.worker.by_hand.words import say
from relove_core.alerts.wording import TEAM
from relove_core.markup import Html, as_plain

log = structlog.get_logger()

BY_COMMAND = "command"


async def versions(container: ByHandContainer, order: Versions, console: Console) -> None:
    """Raises PersonUnknown."""
    found = await container.list_versions()(order.user_id)
    if not found:
        _show(console, [container.texts()("versions-none", TEAM, user=str(order.user_id))])
        return
    log.info("profile.opened", user_id=order.user_id, author=BY_COMMAND)
    words = container.version_words()
    _show(console, [words.origin(version, is_current=version is found[0]) for version in found])
    _show(console, words.whole(found[0]))


async def compare(container: ByHandContainer, order: Compare, console: Console) -> None:
    """Raises PersonUnknown, VersionUnknown, SameVersion."""
    found = await container.compare_versions()(order.user_id, order.one, order.other)
    log.info("profile.opened", user_id=order.user_id, author=BY_COMMAND)
    _show(console, container.version_words().comparison(found))


async def roll_back(container: ByHandContainer, order: BringBack, console: Console) -> None:
    """Raises NotOfTheTeam, PersonUnknown, VersionUnknown, VersionIsCurrent, BadReason."""
    made = await container.roll_back()(order.user_id, order.version_id, by=order.by, reason=order.reason)
    log.info("profile.rolled_back", user_id=order.user_id, admin_id=order.by, author=BY_COMMAND)
    say(console, f"Участник {order.user_id}: снова портрет версии № {order.version_id}, теперь это версия № {made.id}.")


def _show(console: Console, blocks: Iterable[Html]) -> None:
    for block in blocks:
        say(console, f"{as_plain(block)}\n")
