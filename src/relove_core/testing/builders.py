"""Examples of everything, each with sensible values: a test names only what it is about."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from relove_core.activity.model import Activity, ActivityKind
from relove_core.delivery.actions import Action
from relove_core.delivery.model import Button, Cause, Claim, Incoming, Lane, LinkButton, Outgoing, Priority
from relove_core.ids import BotId, ChatId, SessionId, UserId, VersionId
from relove_core.journey.model import Stage
from relove_core.llm import Prompt, Purpose, Speaker, Utterance
from relove_core.markup import escape
from relove_core.prompts import Fact
from relove_core.redaction import RedactedText
from relove_core.sessions.coach import CoachTurn
from relove_core.sessions.model import ACTIVE_STATES, Remark, Session, SessionKind, SessionState
from relove_core.streams.model import Stream
from relove_core.streams.purchases import Order, Purchase, PurchaseKind
from relove_core.testing.clock import NOON
from relove_core.users.consent import ConsentKind
from relove_core.users.model import Contact, Gender, Intensity, Language
from relove_core.users.ports import Seen

BOT = BotId(7)
ANNA = UserId(101)
BORIS = UserId(102)


def chat_of(user_id: UserId) -> ChatId:
    return ChatId(user_id)


def an_update(
    update_id: int = 1,
    *,
    user_id: UserId = ANNA,
    lane: Lane = Lane.TALK,
    is_text: bool = False,
    bot_id: BotId = BOT,
    raw: bytes = b"{}",
) -> Incoming:
    """``is_text``: a plain text, which may be joined with the next one."""
    return Incoming(
        bot_id=bot_id, update_id=update_id, chat_id=chat_of(user_id), lane=lane, raw=raw, may_be_joined=is_text
    )


def a_cause(
    *update_ids: int, user_id: UserId = ANNA, lane: Lane = Lane.TALK, fence: int = 1, bot_id: BotId = BOT
) -> Cause:
    return Cause(bot_id=bot_id, chat_id=chat_of(user_id), lane=lane, fence=fence, update_ids=update_ids or (1,))


def cause_of(claim: Claim, *update_ids: int) -> Cause:
    """The cause of all that was claimed, or of some of it."""
    return Cause(
        bot_id=claim.bot_id,
        chat_id=claim.chat_id,
        lane=claim.lane,
        fence=claim.fence,
        update_ids=update_ids or tuple(p.update_id for p in claim.pending),
    )


def a_message(
    text: str = "Привет",
    *,
    user_id: UserId = ANNA,
    priority: Priority = Priority.DIALOGUE,
    buttons: Iterable[str] = (),
    links: Iterable[str] = (),
    menu: Iterable[str] = (),
) -> Outgoing:
    given: list[Button | LinkButton] = [Button(label, Action("open")) for label in buttons]
    given += [LinkButton("Открыть", url) for url in links]
    rows = tuple((button,) for button in given)
    menu = tuple(menu)
    return Outgoing(
        chat_id=chat_of(user_id),
        user_id=user_id,
        html=escape(text),
        buttons=rows,
        menu=(menu,) if menu else (),
        priority=priority,
    )


def a_prompt(
    purpose: Purpose = Purpose.COACH_TURN,
    *,
    stage: Stage = Stage.ORDINARY_WORLD,
    gender: str = "female",
    dialogue: Iterable[Utterance] = (),
    person: UserId = ANNA,
    notes: Mapping[str, tuple[str, ...]] | None = None,
    facts: Mapping[str, str] | None = None,
) -> Prompt:
    """``facts`` beside stage and gender; ``notes`` as if a redactor had been over them."""
    given: dict[str, str] = {
        Fact.STAGE: stage.value,
        Fact.GENDER: gender,
        Fact.INTENSITY: "usual",
        Fact.SYMBOLS: "on",
    }
    noted = {label: tuple(map(RedactedText, texts)) for label, texts in (notes or {}).items()}
    return Prompt(
        purpose=purpose, person=person, facts={**given, **(facts or {})}, notes=noted, dialogue=tuple(dialogue)
    )


def a_contact(
    user_id: UserId = ANNA,
    *,
    gender: Gender | None = Gender.FEMALE,
    stage: str | None = None,
    consents: Collection[ConsentKind] = tuple(ConsentKind),
    has_time_zone: bool = True,
    is_paused: bool = False,
    is_held: bool = False,
    is_admin: bool = False,
    is_new: bool = False,
    runs: int = 1,
    messages_this_minute: int = 1,
    language: Language = Language.RUSSIAN,
    names: Iterable[str] = (),
    metaphysical_profile: Mapping[str, object] | None = None,
    profile_version: VersionId | None = None,
    intensity: Intensity = Intensity.USUAL,
    takes_voice: bool = True,
    may_die_symbolically: bool = True,
) -> Contact:
    return Contact(
        user_id=user_id,
        language=language,
        gender=gender,
        stage=stage,
        consents=frozenset(consents),
        answered=frozenset(consents),
        has_time_zone=has_time_zone,
        is_paused=is_paused,
        is_held=is_held,
        is_admin=is_admin,
        is_new=is_new,
        runs=runs,
        names=tuple(names),
        metaphysical_profile=metaphysical_profile,
        profile_version=profile_version,
        intensity=intensity,
        takes_voice=takes_voice,
        may_die_symbolically=may_die_symbolically,
        messages_this_minute=messages_this_minute,
        minute_ends_in=timedelta(seconds=30),
    )


def seen(
    user_id: UserId = ANNA,
    *,
    username: str | None = "anna",
    first_name: str | None = "Анна",
    update_ids: Iterable[int] = (1,),
    kind: ActivityKind = ActivityKind.MESSAGE,
) -> Seen:
    return Seen(
        user_id=user_id,
        username=username,
        first_name=first_name,
        last_name=None,
        language_code="ru",
        activities=tuple(
            Activity(update_id=n, chat_id=chat_of(user_id), kind=kind, details={"message_id": n}) for n in update_ids
        ),
    )


def a_turn(
    reply: str = "И что?", *quick_replies: str, patterns: Iterable[str] = (), core: str | None = None
) -> CoachTurn:
    return CoachTurn(reply=reply, quick_replies=quick_replies, patterns=tuple(patterns), core_issue=core)


def said(text: str = "Я устала", *, update_id: int | None = 1, part: int = 0, number: int | None = None) -> Remark:
    """A remark of the person; ``number`` is Telegram's number of the message."""
    return Remark(
        speaker=Speaker.PERSON,
        text=text,
        said_at=NOON,
        update_id=update_id,
        part=part,
        telegram_message_id=number,
    )


def a_session(
    user_id: UserId = ANNA,
    *,
    state: SessionState = SessionState.TALKING,
    opened_with: CoachTurn | None = None,
    stage: Stage = Stage.ORDINARY_WORLD,
    at: datetime = NOON,
) -> Session:
    """As it is opened: the coach has asked the first question, nothing is said yet."""
    session = Session(
        id=SessionId(0), user_id=user_id, kind=SessionKind.PROVOCATIVE, stage=stage, created_at=at, updated_at=at
    )
    asked = session.answer(opened_with or a_turn("Что болит?", "Всё", "Ничего"), placeholders={}, at=at)
    return asked if state is SessionState.TALKING else _in(state, asked, at)


def _in(state: SessionState, session: Session, at: datetime) -> Session:
    ended = None if state in ACTIVE_STATES else at
    return replace(session, state=state, completed_at=ended)


def a_stream(
    slug: str = "hero-path",
    *,
    title: str = "Путь Героя",
    promise: str = "Двенадцать этапов одной перемены",
    signs: Iterable[str] = ("зовёт перемена",),
    link: str | None = None,
    price_note: str = "цена на странице",
    is_active: bool = True,
    position: int = 0,
) -> Stream:
    return Stream(
        slug=slug,
        title=title,
        promise=promise,
        signs=tuple(signs),
        link=link or f"https://relove.ru/streams/{slug}",
        price_note=price_note,
        is_active=is_active,
        position=position,
    )


def an_order(
    order_id: str = "A-1",
    *,
    kind: PurchaseKind = PurchaseKind.PURCHASE,
    stream: str = "hero-path",
    amount: Decimal = Decimal("4900.00"),
    currency: str = "RUB",
) -> Order:
    return Order(order_id=order_id, kind=kind, stream=stream, amount=amount, currency=currency)


def a_purchase(order: Order | None = None, *, user_id: UserId | None = ANNA, at: datetime = NOON) -> Purchase:
    return Purchase(order=order or an_order(), user_id=user_id, recorded_at=at)
