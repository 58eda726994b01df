"""What of a lane is dealt with at once: texts in a row together, everything else by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from relove_adapters.telegram.updates import body, decode, words_of
from relove_core.delivery.model import Claim, Pending
from relove_core.errors import InvalidInput
from relove_core.sessions.said import Said

MOST_CHARS = 40_000
"""A burst longer than this is answered in parts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The update that is routed, all the updates that it stands for, and the texts among them in order."""

    update: Mapping[str, Any]
    all: tuple[Mapping[str, Any], ...]
    update_ids: tuple[int, ...]
    said: tuple[Said, ...]


def first_work(claim: Claim) -> Work:
    """The first piece of work of a claim that holds something.

    Raises:
        ValueError, InvalidInput: its first update cannot be read.
    """
    head = claim.pending[0]
    updates: list[Mapping[str, Any]] = [decode(head.raw)]
    if head.may_be_joined and not head.failures:
        updates += _followers(claim.pending[1:], room=MOST_CHARS - len(head.raw))
    return Work(
        update=updates[0],
        all=tuple(updates),
        update_ids=tuple(p.update_id for p in claim.pending[: len(updates)]),
        said=_said(updates),
    )


def _followers(rest: Sequence[Pending], *, room: int) -> list[Mapping[str, Any]]:
    """Texts, and edits of them, up to the first update that is neither, failed before, or finds no room."""
    found: list[Mapping[str, Any]] = []
    for pending in rest:
        room -= len(pending.raw)
        if pending.failures or room < 0:
            break
        try:
            update = decode(pending.raw)
        except (ValueError, InvalidInput):
            break
        if not pending.may_be_joined and not _is_edited_text(update):
            break
        found.append(update)
    return found


def _is_edited_text(update: Mapping[str, Any]) -> bool:
    kind, event = body(update)
    return kind == "edited_message" and isinstance(event.get("text"), str)


def _said(updates: Sequence[Mapping[str, Any]]) -> tuple[Said, ...]:
    """The texts and captions; an edit takes the place of what it edits, or stands for itself if that came earlier."""
    said: dict[object, Said] = {}
    for update in updates:
        kind, event = body(update)
        text, number = words_of(event), event.get("message_id")
        if kind not in ("message", "edited_message") or text is None:
            continue
        earlier = said.get(number)
        said[number] = Said(
            update_id=earlier.update_id if earlier else update["update_id"],
            telegram_message_id=number if isinstance(number, int) else None,
            text=text,
        )
    return tuple(said.values())
