"""The conversation."""

from aiogram.types import CallbackQuery, Message

from apps.bot.bursts import Work
from apps.bot.journey import log_stage
from apps.bot.routes import Routes
from relove_core.delivery.model import Cause
from relove_core.sessions import buttons
from relove_core.sessions.choose_quick_reply import ChooseQuickReply
from relove_core.sessions.close_session import CloseSession
from relove_core.sessions.continue_session import ContinueSession
from relove_core.sessions.model import SessionKind
from relove_core.sessions.open_session import OpenSession
from relove_core.sessions.pause import Pause
from relove_core.sessions.restart_session import RestartSession
from relove_core.sessions.resume import Resume
from relove_core.sessions.revise_remark import ReviseRemark
from relove_core.sessions.summarise import SummariseSession
from relove_core.users.model import Contact

Event = Message | CallbackQuery


async def natasha(_: Event, cause: Cause, contact: Contact, open_session: OpenSession) -> None:
    await open_session(cause, contact, SessionKind.PROVOCATIVE)


async def diagnostic(_: Event, cause: Cause, contact: Contact, open_session: OpenSession) -> None:
    await open_session(cause, contact, SessionKind.DIAGNOSTIC)


async def journey(_: Event, cause: Cause, contact: Contact, open_session: OpenSession) -> None:
    await open_session(cause, contact, SessionKind.JOURNEY)


async def open_kind(
    _: CallbackQuery, args: tuple[str, ...], cause: Cause, contact: Contact, open_session: OpenSession
) -> None:
    await open_session(cause, contact, buttons.kind_of(args))


async def restart(
    _: CallbackQuery, args: tuple[str, ...], cause: Cause, contact: Contact, restart_session: RestartSession
) -> None:
    log_stage(await restart_session(cause, contact, buttons.kind_of(args)))


async def end(_: Event, cause: Cause, contact: Contact, close_session: CloseSession) -> None:
    log_stage(await close_session(cause, contact))


async def summary(_: Event, cause: Cause, contact: Contact, summarise_session: SummariseSession) -> None:
    await summarise_session(cause, contact)


async def stop(_: Event, cause: Cause, contact: Contact, pause: Pause) -> None:
    await pause(cause, contact)


async def go_on(_: Event, cause: Cause, contact: Contact, resume: Resume) -> None:
    await resume(cause, contact)


async def quick_reply(
    _: CallbackQuery, args: tuple[str, ...], cause: Cause, contact: Contact, choose_quick_reply: ChooseQuickReply
) -> None:
    await choose_quick_reply(cause, contact, args)


async def say(_: Message, work: Work, cause: Cause, contact: Contact, continue_session: ContinueSession) -> None:
    await continue_session(cause, contact, work.said)


async def revise(message: Message, cause: Cause, contact: Contact, revise_remark: ReviseRemark) -> None:
    await revise_remark(cause, contact, message.message_id, message.text or "")


COMMANDS: Routes = {
    "natasha": natasha,
    "diagnostic": diagnostic,
    "journey": journey,
    "end_session": end,
    "my_session_summary": summary,
    "pause": stop,
    "resume": go_on,
}
ACTIONS: Routes = {
    buttons.OPEN: open_kind,
    buttons.RESTART: restart,
    buttons.CONTINUE: go_on,
    buttons.RESUME: go_on,
    buttons.SAY: quick_reply,
}
