"""The journey: its twelve stages, the moves between them, and what decides about a proposed one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from relove_core.clock import require_aware
from relove_core.ids import UserId


class Stage(StrEnum):
    """A stage of the journey. Source: the product's list, after Campbell and Vogler."""

    ORDINARY_WORLD = "ORDINARY_WORLD"
    CALL_TO_ADVENTURE = "CALL_TO_ADVENTURE"
    REFUSAL = "REFUSAL"
    MEETING_MENTOR = "MEETING_MENTOR"
    CROSSING_THRESHOLD = "CROSSING_THRESHOLD"
    TESTS_ALLIES_ENEMIES = "TESTS_ALLIES_ENEMIES"
    APPROACH = "APPROACH"
    ORDEAL = "ORDEAL"
    REWARD = "REWARD"
    ROAD_BACK = "ROAD_BACK"
    RESURRECTION = "RESURRECTION"
    RETURN_WITH_ELIXIR = "RETURN_WITH_ELIXIR"

    @property
    def place(self) -> int:
        """Its place in the order, from 0."""
        return ORDER.index(self)


ORDER = tuple(Stage)

#: The whole machine: a move that is not here is refused, but for jumps, placements and the next round.
EDGES: Mapping[Stage, frozenset[Stage]] = MappingProxyType(
    {
        Stage.ORDINARY_WORLD:       frozenset({Stage.CALL_TO_ADVENTURE}),
        Stage.CALL_TO_ADVENTURE:    frozenset({Stage.REFUSAL, Stage.MEETING_MENTOR}),
        Stage.REFUSAL:              frozenset({Stage.CALL_TO_ADVENTURE, Stage.MEETING_MENTOR}),
        Stage.MEETING_MENTOR:       frozenset({Stage.CROSSING_THRESHOLD, Stage.REFUSAL}),
        Stage.CROSSING_THRESHOLD:   frozenset({Stage.TESTS_ALLIES_ENEMIES, Stage.REFUSAL}),
        Stage.TESTS_ALLIES_ENEMIES: frozenset({Stage.APPROACH, Stage.MEETING_MENTOR}),
        Stage.APPROACH:             frozenset({Stage.ORDEAL, Stage.TESTS_ALLIES_ENEMIES}),
        Stage.ORDEAL:               frozenset({Stage.REWARD, Stage.APPROACH}),
        Stage.REWARD:               frozenset({Stage.ROAD_BACK, Stage.ORDEAL}),
        Stage.ROAD_BACK:            frozenset({Stage.RESURRECTION, Stage.REWARD}),
        Stage.RESURRECTION:         frozenset({Stage.RETURN_WITH_ELIXIR, Stage.ROAD_BACK}),
        Stage.RETURN_WITH_ELIXIR:   frozenset({Stage.ORDINARY_WORLD}),
    }
)  # fmt: skip

EDGE_CONFIDENCE = 0.6
"""What a move along an edge needs, and a first placement by what was said. Source: the product's journey rules."""
JUMP_CONFIDENCE = 0.8
"""What a jump two forward in the order needs. Source: as above."""
JUMP = 2


class Author(StrEnum):
    """Who proposed a move."""

    MODEL = "model"
    EXERCISE = "exercise"
    ADMIN = "admin"


class Refusal(StrEnum):
    """Why a proposed move was not made."""

    SAME_STAGE = "same_stage"
    NOT_CONFIDENT = "not_confident"
    NO_SUCH_MOVE = "no_such_move"
    CRISIS = "crisis"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A stage somebody sees the person at: how sure, why, and the person's words that show it."""

    stage: Stage
    confidence: float
    reason: str
    quote: str | None
    author: Author

    def __post_init__(self) -> None:
        if not 0 <= self.confidence <= 1:
            raise ValueError("confidence is between 0 and 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRecord:
    """What became of a proposal; appended, never rewritten. ``refusal`` is ``None`` for a move that was made."""

    user_id: UserId
    round: int
    source: Stage | None
    target: Stage
    at: datetime
    author: Author
    confidence: float
    reason: str
    quote: str | None
    refusal: Refusal | None = None

    def __post_init__(self) -> None:
        require_aware(at=self.at)

    @property
    def is_made(self) -> bool:
        return self.refusal is None

    @property
    def facts(self) -> Mapping[str, object]:
        """The decision for a log, without a word of the person's."""
        return {
            "is_made": self.is_made,
            "user_id": self.user_id,
            "source": self.source,
            "target": self.target,
            "author": self.author,
            "confidence": self.confidence,
            "refusal": self.refusal,
        }

    @property
    def completes(self) -> Stage | None:
        """The stage that this move leaves behind: only going forward by its own strength completes one."""
        if not self.is_made or self.source is None or self.author is Author.ADMIN:
            return None
        is_forward = self.target.place > self.source.place or self.source is Stage.RETURN_WITH_ELIXIR
        return self.source if is_forward else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """Where a person is: derived from the records alone."""

    user_id: UserId
    stage: Stage | None = None
    round: int = 1
    completed: frozenset[tuple[int, Stage]] = frozenset()
    entered_at: datetime | None = None

    def consider(self, proposal: Proposal, *, at: datetime) -> StageRecord:
        """Decide about a proposal of the model or of an exercise; the record says how.

        The first placement without enough confidence is the ordinary world: everybody is somewhere.
        """
        if self.stage is None:
            is_sure = proposal.confidence >= EDGE_CONFIDENCE
            return self._record(proposal, proposal.stage if is_sure else Stage.ORDINARY_WORLD, at)
        refusal = self._refusal(self.stage, proposal)
        return self._record(proposal, proposal.stage, at, refusal=refusal)

    def place(self, stage: Stage, *, reason: str, at: datetime) -> StageRecord:
        """An admin's placement: anywhere, with a reason; not an edge.

        Raises:
            ValueError: there is no reason.
        """
        if not reason.strip():
            raise ValueError("a placement has a reason")
        proposal = Proposal(stage=stage, confidence=1.0, reason=reason, quote=None, author=Author.ADMIN)
        return self._record(proposal, stage, at)

    def follow(self, record: StageRecord) -> "Journey":
        """The journey after a record; a refused one changes nothing. ``completed`` never shrinks."""
        if not record.is_made:
            return self
        done = record.completes
        completed = self.completed | {(record.round, done)} if done else self.completed
        is_next_round = done is Stage.RETURN_WITH_ELIXIR and record.target is Stage.ORDINARY_WORLD
        return Journey(
            user_id=self.user_id,
            stage=record.target,
            round=record.round + 1 if is_next_round else record.round,
            completed=completed,
            entered_at=record.at,
        )

    def _refusal(self, stage: Stage, proposal: Proposal) -> Refusal | None:
        if proposal.stage is stage:
            return Refusal.SAME_STAGE
        is_edge = proposal.stage in EDGES[stage]
        if not is_edge and proposal.stage.place - stage.place != JUMP:
            return Refusal.NO_SUCH_MOVE
        needed = EDGE_CONFIDENCE if is_edge else JUMP_CONFIDENCE
        return None if proposal.confidence >= needed else Refusal.NOT_CONFIDENT

    def _record(
        self, proposal: Proposal, target: Stage, at: datetime, *, refusal: Refusal | None = None
    ) -> StageRecord:
        return StageRecord(
            user_id=self.user_id,
            round=self.round,
            source=self.stage,
            target=target,
            at=at,
            author=proposal.author,
            confidence=proposal.confidence,
            reason=proposal.reason,
            quote=proposal.quote,
            refusal=refusal,
        )


def replay(user_id: UserId, records: Iterable[StageRecord]) -> Journey:
    """The journey that these records, oldest first, make."""
    journey = Journey(user_id=user_id)
    for record in records:
        journey = journey.follow(record)
    return journey
