"""Whether a turn comes with quick replies: in about two turns of three, and always where words come hard."""

import zlib

from relove_adapters.llm.scripted.choosing import Context
from relove_adapters.llm.scripted.shelves import Phrase

_NEEDS_HELP = frozenset({"short", "dont_know", "silence", "emoji", "yes", "no", "fine"})
_TALKATIVE = 6
_OFTEN = 5  # of ten


def offered(context: Context, body: Phrase) -> tuple[str, ...]:
    """The replies of the turn, or none for somebody who writes freely anyway."""
    now = context.scene.now
    is_terse = now is None or now.kind in _NEEDS_HELP or len(now.words) < _TALKATIVE
    draw = zlib.crc32(f"{context.scene.seed}:{body.key}:replies".encode()) % 10
    return body.replies[context.scene.gender] if is_terse or draw < _OFTEN else ()
