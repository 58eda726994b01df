"""Every column that holds a person, what becomes of it when they are forgotten, and what of it a copy shows.

A test walks the database: a new table with such a column, and no rule here, fails it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class End(StrEnum):
    WITH_THE_PERSON = "with_the_person"
    """The row goes by its foreign key."""
    AT_ONCE = "at_once"
    """The row is deleted beside the person's."""
    IN_BATCHES = "in_batches"
    """The rows are many, and go afterwards, some at a time."""
    TOMBSTONE = "tombstone"
    """The row stays and holds neither a person nor a word."""
    WHEN_IDLE = "when_idle"
    """The row goes once nothing waits in it."""
    NOBODYS = "nobodys"
    """The row stays, and the column is empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """``section``: the name in the copy; ``None``: not in it, for the reason in ``why``. ``hidden``: other people's."""

    end: End
    section: str | None = None
    why: str = ""
    order: str = "id"
    hidden: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.section is None) != bool(self.why):
            raise ValueError("either a section or a reason")


def _gone(section: str, *, order: str = "id", hidden: tuple[str, ...] = ()) -> Rule:
    return Rule(end=End.WITH_THE_PERSON, section=section, order=order, hidden=hidden)


_OF_THE_TEAM = "which of the team did it, in somebody else's row"

#: (table, column) -> rule. In the order of the copy.
RULES: Mapping[tuple[str, str], Rule] = MappingProxyType(
    {
        ("users", "id"): _gone("person"),
        ("consents", "user_id"): _gone("consents"),
        ("user_sessions", "user_id"): _gone("sessions"),
        ("session_messages", "user_id"): _gone("remarks", order="session_id, position"),
        ("stage_records", "user_id"): _gone("stages"),
        ("safety_states", "user_id"): _gone("safety", order="user_id", hidden=("released_by",)),
        ("safety_signals", "user_id"): _gone("safety_signals"),
        ("alerts", "user_id"): _gone("alerts", hidden=("acknowledged_by",)),
        ("links", "user_id"): _gone("links", order="made_at, token"),
        ("conversion_steps", "user_id"): _gone("conversion_steps", order="taken_at, step"),
        ("purchases", "user_id"): Rule(end=End.NOBODYS, section="purchases"),
        ("model_calls", "user_id"): Rule(end=End.NOBODYS, section="model_calls"),
        ("model_spending", "user_id"): _gone("model_spending"),
        ("model_answers", "user_id"): _gone("model_answers", order="made_at, key"),
        ("profile_versions", "user_id"): _gone("profile_versions", hidden=("made_by",)),
        ("profile_states", "user_id"): _gone("profile_state", order="user_id"),
        ("user_rates", "user_id"): Rule(end=End.AT_ONCE, section="messages_this_minute", order="user_id"),
        ("inbox", "chat_id"): Rule(end=End.TOMBSTONE, section="waiting_for_us", order="arrival"),
        ("outbox", "chat_id"): Rule(end=End.TOMBSTONE, section="waiting_for_you"),
        ("user_activity_logs", "user_id"): Rule(end=End.IN_BATCHES, section="activity", order="timestamp, id"),
        ("user_activity_logs_archive", "user_id"): Rule(
            end=End.IN_BATCHES, section="activity_archive", order="timestamp, id"
        ),
        ("outbox", "user_id"): Rule(end=End.TOMBSTONE, why="the same rows by their chat"),
        ("user_activity_logs", "chat_id"): Rule(end=End.IN_BATCHES, why="the same rows by their person"),
        ("user_activity_logs_archive", "chat_id"): Rule(end=End.IN_BATCHES, why="the same rows by their person"),
        ("lanes", "chat_id"): Rule(end=End.WHEN_IDLE, why="whose turn it is: a chat and a few moments"),
        ("outbox_chats", "chat_id"): Rule(end=End.WHEN_IDLE, why="when the next may be sent: a chat and a moment"),
        ("erasures", "user_id"): Rule(end=End.NOBODYS, why="of those who are gone already"),
        ("safety_states", "released_by"): Rule(end=End.NOBODYS, why=_OF_THE_TEAM),
        ("alerts", "acknowledged_by"): Rule(end=End.NOBODYS, why=_OF_THE_TEAM),
        ("profile_versions", "made_by"): Rule(end=End.NOBODYS, why=_OF_THE_TEAM),
        ("rotation_runs", "asked_by"): Rule(end=End.NOBODYS, why=_OF_THE_TEAM),
        ("alert_mutes", "muted_by"): Rule(end=End.NOBODYS, why=_OF_THE_TEAM),
    }
)
