"""An alert about the product as the team reads it: what is wrong, what it means for people, what to do."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from relove_core.alerts.system import SystemAlert, SystemAlertKind, mute_action
from relove_core.alerts.wording import TEAM
from relove_core.delivery.model import Button, Outgoing, Priority
from relove_core.ids import ChatId, UserId
from relove_core.markup import Html
from relove_core.texts import Texts

Buttons = tuple[tuple[Button, ...], ...]


def begun(texts: Texts, kind: SystemAlertKind, **details: str | int) -> Html:
    return texts(f"system-{kind.value}", TEAM, **details)


def over(texts: Texts, alert: SystemAlert, *, until: datetime) -> Html:
    return texts(f"system-{alert.kind.value}-over", TEAM, **lasting(until - alert.raised_at))


def lasting(span: timedelta) -> dict[str, int]:
    """Begun minutes, so that nothing has lasted for none."""
    hours, minutes = divmod(-(-span // timedelta(minutes=1)), 60)
    return {"hours": hours, "minutes": minutes}


def name_of(texts: Texts, kind: SystemAlertKind) -> Html:
    return texts(f"system-{kind.value}-name", TEAM)


def mute_button(texts: Texts, kind: SystemAlertKind) -> Buttons:
    return ((Button(texts("button-mute", TEAM), mute_action(kind)),),)


def to_all(recipients: Iterable[UserId], html: Html, buttons: Buttons = ()) -> list[Outgoing]:
    return [
        Outgoing(chat_id=ChatId(admin), user_id=admin, html=html, buttons=buttons, priority=Priority.OPERATOR)
        for admin in recipients
    ]
