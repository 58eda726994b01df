"""How long a message whose fate is unknown rests before it goes out again, and when it is given up."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from relove_core.delivery.model import Priority

FIRST_REST = timedelta(seconds=2)
MOST_REST = timedelta(minutes=5)
"""The most that a message comes late once Telegram answers again. Source: our own choice; nobody gives a number."""

#: How long a message is tried, counted in rests. Source: our own choice. A reply that is older than half an hour
#: belongs to a conversation that is over; who is in danger, or is to help, is tried for a day, whatever it takes.
#: A broadcast or a reminder waits for somebody's decision at once.
TRIED_FOR: Mapping[Priority, timedelta] = MappingProxyType(
    {
        Priority.CRISIS: timedelta(hours=24),
        Priority.OPERATOR: timedelta(hours=24),
        Priority.DIALOGUE: timedelta(minutes=30),
        Priority.REMINDER: timedelta(0),
        Priority.BROADCAST: timedelta(0),
    }
)


def rest_after(unknowns: int) -> timedelta:
    """How long to rest when the fate is unknown for the ``unknowns``-th time: 2, 4, 8, … 256 s, then five minutes."""
    return min(FIRST_REST * (1 << min(unknowns - 1, 30)), MOST_REST)


def is_tried_again(priority: Priority, unknowns: int) -> bool:
    """Whether a message goes out again when its fate is unknown for the ``unknowns``-th time.

    Each attempt may have arrived, so each one may be a copy. The rests grow so that there are few: of a reply at most
    5 in the first minute and 14 in all, over 33 minutes; of an urgent message 9 in the first ten minutes, then 12 an
    hour, 296 in all. It takes a Telegram that accepts every message and answers none to see them; one that is down
    shows none. A rest that was cut short, because Telegram took another message of the chat, is not counted.
    """
    rested = sum(map(rest_after, range(1, unknowns)), timedelta(0))
    return rested < TRIED_FOR[priority]
