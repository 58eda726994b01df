"""Prints the figures of every part, and the misses of the tune half only: ``python -m tests.corpus.crisis``."""

import sys

from relove_core.safety.levels import CrisisLevel
from tests.corpus.crisis.figures import Part, Sort, figures

say = sys.stdout.write

for part in Part:
    say(f"\n{part}\n")
    for sort in Sort:
        got = figures(part, sort)
        if not got.total:
            continue
        what = "false alarms" if sort is Sort.HARMLESS else "missed"
        levels = " ".join(f"{level} {got.by_level[level]}" for level in CrisisLevel)
        say(f"  {sort:9} {got.right:4} of {got.total:4} = {got.share:7.2%}   {what} {len(got.misses)}   [{levels}]\n")
        if part is Part.TUNE:
            for line in got.misses:
                say(f"      {line.level}: {line.text}\n")
