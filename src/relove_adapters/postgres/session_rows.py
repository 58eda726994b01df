"""A session between its row and its entity."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from relove_adapters.postgres.sql import as_json
from relove_core.ids import SessionId, UserId
from relove_core.journey.model import Stage
from relove_core.llm import Speaker
from relove_core.sessions.coach import SessionSummary
from relove_core.sessions.model import Remark, Session, SessionKind, SessionState


def session_row(session: Session) -> dict[str, object]:
    return {
        "id": session.id,
        "user_id": session.user_id,
        "session_type": session.kind.value,
        "stage": session.stage.value,
        "state": session.state.value,
        "length": session.length,
        "identified_patterns": as_json(session.identified_patterns),
        "core_issue": session.core_issue,
        "question_count": session.question_count,
        "metaphysical_profile": as_json(session.metaphysical_profile),
        "core_trauma": as_json(session.core_trauma),
        "session_data": as_json(session.session_data),
        "placeholders": as_json(session.placeholders),
        "summary": session.summary.model_dump_json() if session.summary else None,
        "created_at": session.created_at,
        "updated_at": session.updated_at,
        "completed_at": session.completed_at,
        "version": session.version,
        "analysed_length": session.analysed_length,
        "is_analysis_due": session.is_analysis_due,
    }


def remark_rows(remarks: Iterable[Remark]) -> list[dict[str, object]]:
    return [
        {
            "place": r.position,
            "speaker": r.speaker,
            "text": r.text,
            "said_at": r.said_at.isoformat(),
            "update_id": r.update_id,
            "part": r.part,
            "telegram_message_id": r.telegram_message_id,
            "quick_replies": list(r.quick_replies),
            "is_answered": r.is_answered,
            "is_fixed": r.is_fixed,
        }
        for r in remarks
    ]


def session_of(row: Any) -> Session:
    history = tuple(remark_of(said) for said in row.history)
    return Session(
        id=SessionId(row.id),
        user_id=UserId(row.user_id),
        kind=SessionKind(row.session_type),
        state=SessionState(row.state),
        stage=Stage(row.stage),
        history=history,
        length=max(row.length, history[-1].position + 1 if history else 0),
        analysed_length=row.analysed_length,
        digest=row.digest,
        digested_length=row.digested_length,
        identified_patterns=tuple(row.identified_patterns),
        core_issue=row.core_issue,
        question_count=row.question_count,
        metaphysical_profile=row.metaphysical_profile,
        core_trauma=row.core_trauma,
        session_data=row.session_data,
        placeholders=row.placeholders,
        summary=SessionSummary.model_validate(row.summary) if row.summary else None,
        created_at=row.created_at,
        updated_at=row.updated_at,
        completed_at=row.completed_at,
        version=row.version,
    )


def remark_of(said: dict[str, Any]) -> Remark:
    return Remark(
        speaker=Speaker(said["speaker"]),
        text=said["text"],
        said_at=datetime.fromisoformat(said["said_at"]),
        position=said["position"],
        update_id=said["update_id"],
        part=said["part"],
        telegram_message_id=said["telegram_message_id"],
        quick_replies=tuple(said["quick_replies"]),
        is_answered=said["is_answered"],
        is_fixed=said["is_fixed"],
    )
