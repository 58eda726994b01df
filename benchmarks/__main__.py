"""``nox -s bench``: all of them, or those that are named on the command line."""

import asyncio
import sys

from benchmarks import archive, crisis, dispatch, due, erase, links, models, sending, sessions_cache, turns
from benchmarks.report import table

BENCHMARKS = {
    "dispatch": dispatch.measure,
    "turns": turns.measure,
    "sending": sending.measure,
    "crisis": crisis.measure,
    "models": models.measure,
    "links": links.measure,
    "erase": erase.measure,
    "archive": archive.measure,
    "due": due.measure,
    "sessions_cache": sessions_cache.measure,
}


def main() -> int:
    names = sys.argv[1:] or list(BENCHMARKS)
    if unknown := set(names) - set(BENCHMARKS):
        sys.stderr.write(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}\n")
        return 2
    figures = [figure for name in names for figure in asyncio.run(BENCHMARKS[name]())]
    print(table(figures))
    return 0 if all(figure.is_met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
