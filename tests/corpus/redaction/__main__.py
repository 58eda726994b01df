"""Prints the figures of both halves, and the misses of the tune half only: ``python -m tests.corpus.redaction``."""

import sys

from tests.corpus.redaction.figures import Half, Seen, changed, kinds, missed, overdone

say = sys.stdout.write


def row(name: str, total: int, wrong: list[Seen], half: Half) -> None:
    """One figure; what was wrong is shown of the half that may be read."""
    say(f"  {name:9} {total - len(wrong):4} of {total:4} = {1 - len(wrong) / total:7.2%}\n")
    if half is Half.TUNE:
        for seen in wrong:
            say(f"      {seen.line.source}\n      -> {seen.hidden}\n")


for half in Half:
    say(f"\n{half}: hidden\n")
    for kind in kinds():
        row(kind, *missed(half, kind), half)
    say(f"{half}: left as it was\n")
    row("harmless", *changed(half), half)
    row("the rest", *overdone(half), half)
