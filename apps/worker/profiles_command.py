"""``relove-profiles``: portraits made anew by hand, their versions listed, compared and rolled back."""

import io
import sys
from importlib import import_module

from apps.worker.by_hand.orders import read_order

INTERRUPTED = 130


def run() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    order = read_order()
    try:
        # Telegram, models and dictionaries take seconds to load: what is wrong with the order is told before.
        sys.exit(import_module("apps.worker.by_hand.carrying_out").carry_out(order))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
