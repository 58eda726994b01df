"""How a session speaks to the person: its messages, ready to be sent."""

from dataclasses import replace

from relove_core.delivery.model import Cause, Outgoing
from relove_core.markup import Html, bullets, escape, pack
from relove_core.sessions.buttons import Row, continue_or_restart_rows, open_row, quick_reply_rows, resume_row
from relove_core.sessions.coach import SessionSummary
from relove_core.sessions.model import Session, SessionKind
from relove_core.texts import Texts
from relove_core.users.model import Contact


def to_person(cause: Cause, contact: Contact, html: Html, *rows: Row) -> Outgoing:
    return Outgoing(chat_id=cause.chat_id, user_id=contact.user_id, html=html, buttons=rows)


def led(answer: Outgoing, lead: Html | None) -> Outgoing:
    """An answer after a lead of ours, if there is one."""
    return answer if lead is None else replace(answer, html=Html(f"{lead}\n\n{answer.html}"))


def question(cause: Cause, contact: Contact, session: Session, *, lead: Html | None = None) -> Outgoing:
    """The coach's last remark with its quick replies, after a lead of ours if there is one."""
    spoken = session.last_question
    text = escape(spoken.text) if spoken else Html("")
    html = Html("\n\n".join(part for part in (lead, text) if part))
    return to_person(cause, contact, html, *quick_reply_rows(session))


def first_question(texts: Texts, cause: Cause, contact: Contact, session: Session) -> Outgoing:
    """The first remark of a new session; who begins a diagnosis is told what is to come."""
    is_diagnosis = session.kind is SessionKind.DIAGNOSTIC
    lead = texts("diagnostic-begin", contact.voice) if is_diagnosis else None
    return question(cause, contact, session, lead=lead)


def conflict(texts: Texts, cause: Cause, contact: Contact, session: Session, *, wanted: SessionKind) -> Outgoing:
    html = texts("session-conflict", contact.voice, kind=session.kind.value, wanted=wanted.value)
    return to_person(cause, contact, html, *continue_or_restart_rows(texts, contact.voice, wanted))


def paused(texts: Texts, cause: Cause, contact: Contact) -> Outgoing:
    return to_person(cause, contact, texts("paused", contact.voice), resume_row(texts, contact.voice))


def no_session(texts: Texts, cause: Cause, contact: Contact) -> Outgoing:
    return to_person(cause, contact, texts("no-session", contact.voice), open_row(texts, contact.voice))


def summary(
    texts: Texts, cause: Cause, contact: Contact, session: Session, found: SessionSummary, *, title: str
) -> list[Outgoing]:
    """What a session brought to light, as one message or a few."""
    voice = contact.voice
    core = (found.core_issue,) if found.core_issue else ()
    sections = {
        "insights": found.insights,
        "patterns": found.patterns,
        "core-issue": core,
        "difficulties": found.difficulties,
        "themes": tuple(theme for theme in found.themes if theme not in found.patterns),
        "next-steps": found.next_steps,
    }
    blocks = [texts(title, voice, questions=session.question_count)]
    blocks += [bullets(texts(f"summary-{name}", voice), items) for name, items in sections.items() if items]
    if len(blocks) == 1:
        blocks.append(texts("summary-empty", voice))
    return [to_person(cause, contact, html) for html in pack(blocks)]
