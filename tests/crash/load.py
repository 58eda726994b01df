"""What many people write at once, known beforehand to the last update."""

import itertools
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.bot_process import message_update

FIRST_CHAT = 200_001
HELP_EVERY = 9
OPEN, HELP = "/natasha", "/help"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    update_id: int
    chat: int
    text: str

    @property
    def message_id(self) -> int:
        return self.update_id

    @property
    def is_speech(self) -> bool:
        return not self.text.startswith("/")

    @property
    def body(self) -> dict[str, Any]:
        return message_update(self.chat, self.text, message_id=self.message_id, update_id=self.update_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """``opening``: everybody begins a session. ``rest``: what they write then, in the order in which it is sent."""

    opening: Sequence[Planned]
    rest: Sequence[Planned]

    @property
    def all(self) -> list[Planned]:
        return [*self.opening, *self.rest]

    def by_chat(self) -> dict[int, list[Planned]]:
        chats: dict[int, list[Planned]] = defaultdict(list)
        for update in self.all:
            chats[update.chat].append(update)
        return chats

    def slices(self, count: int) -> list[Sequence[Planned]]:
        """The rest in so many parts of about the same length."""
        edges = [round(len(self.rest) * n / count) for n in range(count + 1)]
        return [self.rest[a:b] for a, b in itertools.pairwise(edges)]


def plan(chance: random.Random, *, chats: int, updates: int) -> Plan:
    """``updates`` in all, spread over the chats by chance; a chat's numbers grow in the order in which it writes."""
    people = list(range(FIRST_CHAT, FIRST_CHAT + chats))
    opening = [Planned(update_id=n + 1, chat=chat, text=OPEN) for n, chat in enumerate(people)]
    rest = [
        Planned(update_id=n, chat=chance.choice(people), text=HELP if n % HELP_EVERY == 0 else f"Мысль {n}, и я устала")
        for n in range(chats + 1, updates + 1)
    ]
    return Plan(opening=opening, rest=rest)
