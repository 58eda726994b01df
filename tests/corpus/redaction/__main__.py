"""Prints the figures of every part, and the misses of the tune half only: ``python -m tests.corpus.redaction``."""

import sys

from tests.corpus.redaction.figures import BY_FORM, NAMES, Part, Seen, changed, missed, overdone

say = sys.stdout.write


def row(name: str, total: int, wrong: list[Seen], part: Part) -> None:
    """One figure; what was wrong is shown of the half that may be read."""
    say(f"  {name:9} {total - len(wrong):4} of {total:4} = {1 - len(wrong) / total:7.2%}\n")
    if part is Part.TUNE:
        for seen in wrong:
            say(f"      {seen.line.source}\n      -> {seen.hidden}\n")


for part in Part:
    say(f"\n{part}\n")
    for kind in (*NAMES, *BY_FORM):
        row(kind, *missed((kind,), part), part)
    row("harmless", *changed(part), part)
    row("the rest", *overdone(part), part)
