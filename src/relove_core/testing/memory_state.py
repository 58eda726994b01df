"""What the fakes keep: rows that are replaced, never changed, so that a copy of the tables is a way back."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from relove_core.activity.model import Activity
from relove_core.alerts.model import Alert
from relove_core.alerts.system import Mute, SystemAlert, SystemAlertKind
from relove_core.delivery.model import Incoming, Lane, Outgoing
from relove_core.delivery.outcomes import OutboxState
from relove_core.ids import BotId, ChatId, RunId, SessionId, UserId, VersionId
from relove_core.journey.model import StageRecord
from relove_core.profiles.portrait import ProfileVersion
from relove_core.profiles.rotation import RotationRun
from relove_core.safety.model import Safety
from relove_core.safety.signals import Signal
from relove_core.sessions.model import Session
from relove_core.streams.conversion import ConversionStep
from relove_core.streams.links import Target
from relove_core.streams.model import Stream
from relove_core.streams.purchases import Purchase, PurchaseKind
from relove_core.users.consent import ConsentAnswer
from relove_core.users.model import User


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptUpdate:
    """``state``: ``pending``, ``done`` or ``aside``; a done one holds neither what came nor from whom."""

    bot_id: BotId
    update_id: int
    lane: Lane
    arrival: int
    chat_id: ChatId | None
    raw: bytes | None
    may_be_joined: bool
    state: str = "pending"
    runs: int = 0
    failures: int = 0

    @classmethod
    def of(cls, incoming: Incoming, *, arrival: int) -> "KeptUpdate":
        return cls(
            bot_id=incoming.bot_id,
            update_id=incoming.update_id,
            lane=incoming.lane,
            arrival=arrival,
            chat_id=incoming.chat_id,
            raw=incoming.raw,
            may_be_joined=incoming.may_be_joined,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLane:
    due_at: datetime
    waiting_since: datetime
    postponed_until: datetime | None = None
    lease_until: datetime | None = None
    fence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMessage:
    """A settled one holds neither what was said nor to whom; one that rests is not due yet."""

    id: int
    key: str
    bot_id: BotId
    message: Outgoing | None
    state: OutboxState = OutboxState.PENDING
    due_at: datetime
    as_plain_text: bool = False
    is_stale: bool = False
    attempts: int = 0
    unknowns: int = 0
    telegram_message_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptChat:
    """``slot_at``: when the message that was claimed last may leave."""

    next_at: datetime
    lease_until: datetime | None = None
    slot_at: datetime | None = None
    fence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBudget:
    slot_at: datetime
    paused_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptActivity:
    user_id: UserId
    activity: Activity
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptErasure:
    """A finished one is nobody's."""

    user_id: UserId | None
    asked_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRate:
    minute: datetime
    messages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAlert:
    alert: Alert
    next_at: datetime
    acknowledged_by: UserId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLink:
    user_id: UserId
    target: Target
    clicks: int = 0
    first_clicked_at: datetime | None = None

    def clicked(self, at: datetime) -> "KeptLink":
        return replace(self, clicks=self.clicks + 1, first_clicked_at=self.first_clicked_at or at)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptProfileState:
    """Whose turn a person is; see ``Refreshes``."""

    fence: int
    due_at: datetime | None = None
    asked_at: datetime | None = None
    run_id: RunId | None = None
    lease_until: datetime | None = None
    failures: int = 0
    lost: int = 0
    refreshed_at: datetime | None = None
    photo_key: str | None = None

    def is_free(self, now: datetime) -> bool:
        return self.lease_until is None or self.lease_until <= now

    def is_wanted(self, now: datetime) -> bool:
        """Somebody has asked for them, and not for later."""
        return self.asked_at is not None and self.asked_at <= now


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRun:
    """``marked_to``: everybody up to this person is named already; ``None``: nobody is to be named any more."""

    run: RotationRun
    marked_to: int | None = None


@dataclass(slots=True)
class MemoryState:
    """Every table.

    ``pauses``: the arrival that the last wish about a pause came with. ``analyses``: when a session's stage is to be
    looked at. ``numbers``: the greatest of a kind so far, which no person's end takes back.
    """

    updates: dict[tuple[BotId, int], KeptUpdate] = field(default_factory=dict)
    lanes: dict[tuple[BotId, ChatId, Lane], KeptLane] = field(default_factory=dict)
    messages: dict[str, KeptMessage] = field(default_factory=dict)
    chats: dict[tuple[BotId, ChatId], KeptChat] = field(default_factory=dict)
    budgets: dict[BotId, KeptBudget] = field(default_factory=dict)
    users: dict[UserId, User] = field(default_factory=dict)
    pauses: dict[UserId, int] = field(default_factory=dict)
    rates: dict[UserId, KeptRate] = field(default_factory=dict)
    activities: dict[int, KeptActivity] = field(default_factory=dict)
    sessions: dict[SessionId, Session] = field(default_factory=dict)
    safety: dict[UserId, Safety] = field(default_factory=dict)
    signals: dict[int, tuple[UserId, Signal, datetime]] = field(default_factory=dict)
    alerts: dict[int, KeptAlert] = field(default_factory=dict)
    consents: dict[tuple[UserId, ConsentAnswer], datetime] = field(default_factory=dict)
    analyses: dict[SessionId, datetime] = field(default_factory=dict)
    stage_records: dict[int, StageRecord] = field(default_factory=dict)
    streams: dict[str, Stream] = field(default_factory=dict)
    links: dict[str, KeptLink] = field(default_factory=dict)
    purchases: dict[tuple[str, PurchaseKind], Purchase] = field(default_factory=dict)
    steps: dict[tuple[UserId, ConversionStep], datetime] = field(default_factory=dict)
    profile_states: dict[UserId, KeptProfileState] = field(default_factory=dict)
    profile_versions: dict[VersionId, ProfileVersion] = field(default_factory=dict)
    rotation_runs: dict[RunId, KeptRun] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    system_alerts: dict[int, SystemAlert] = field(default_factory=dict)
    alert_mutes: dict[SystemAlertKind, Mute] = field(default_factory=dict)

    erasures: dict[int, KeptErasure] = field(default_factory=dict)

    def copy(self) -> "MemoryState":
        return MemoryState(*(dict(getattr(self, name)) for name in self.__slots__))

    def become(self, other: "MemoryState") -> None:
        for name in self.__slots__:
            setattr(self, name, getattr(other, name))


def next_number(state: MemoryState, kind: str) -> int:
    """Greater than all of its kind before, even of rows that are gone."""
    state.numbers[kind] = state.numbers.get(kind, 0) + 1
    return state.numbers[kind]


def next_fence(state: MemoryState) -> int:
    """Far from the numbers of people, so that nobody is found where only a fence is."""
    return 1_000_000 + next_number(state, "fence")


def after(numbers: Iterable[int]) -> int:
    """The next number of a table whose rows may be deleted."""
    return max(numbers, default=0) + 1
