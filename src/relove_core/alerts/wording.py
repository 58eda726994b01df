"""An alert as its recipients read it."""

from collections.abc import Iterable

from relove_core.alerts.model import Alert
from relove_core.delivery.model import Button, Outgoing, Priority
from relove_core.ids import ChatId, UserId
from relove_core.texts import Texts, Voice

TEAM = Voice("ru", "unknown")
"""The team reads Russian."""


def tell(texts: Texts, alert: Alert, recipients: Iterable[UserId]) -> list[Outgoing]:
    html = texts(f"alert-{alert.kind.value}", TEAM, user=str(alert.user_id), level=alert.level, told=alert.told)
    button = Button(texts("button-acknowledge", TEAM), alert.acknowledge)
    return [
        Outgoing(chat_id=ChatId(admin), user_id=admin, html=html, buttons=((button,),), priority=Priority.OPERATOR)
        for admin in recipients
    ]
