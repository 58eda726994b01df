"""Everything one running sandbox holds, handed to whoever answers."""

import asyncio
from dataclasses import dataclass, field

from sandbox.bot_api.bell import Bell
from sandbox.bot_api.events import Events
from sandbox.bot_api.faults import Faults
from sandbox.bot_api.limits import Limits
from sandbox.bot_api.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    token: str
    bot_username: str
    admin_ids: tuple[int, ...]
    store: Store
    limits: Limits
    faults: Faults
    events: Events = field(default_factory=Events)
    new_updates: Bell = field(default_factory=Bell)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def bot_id(self) -> int:
        return int(self.token.partition(":")[0])

    def bot(self) -> dict[str, object]:
        """The bot as a Telegram ``User``."""
        name = self.store.recall("name:", "") or "Наташа"
        return {"id": self.bot_id, "is_bot": True, "first_name": name, "username": self.bot_username}
