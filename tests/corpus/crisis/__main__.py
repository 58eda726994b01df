"""Prints the figures of both halves, and the misses of the tune half only: ``python -m tests.corpus.crisis``."""

import sys

from relove_core.safety.levels import CrisisLevel
from tests.corpus.crisis.figures import Half, Sort, figures

say = sys.stdout.write

for half in Half:
    say(f"\n{half}\n")
    for sort in Sort:
        got = figures(half, sort)
        what = "false alarms" if sort is Sort.HARMLESS else "missed"
        levels = " ".join(f"{level} {got.by_level[level]}" for level in CrisisLevel)
        say(f"  {sort:9} {got.right:4} of {got.total:4} = {got.share:7.2%}   {what} {got.total - got.right}   [{levels}]\n")
        if half is Half.TUNE:
            for line in got.misses:
                say(f"      {line.level}: {line.text}\n")
