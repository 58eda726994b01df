"""How much memory the whole product takes on this machine."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import psutil  # type: ignore[import-untyped]  # ships no types

MB = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Of one program with its children; ``pss`` divides shared pages among those who share them."""

    name: str
    processes: int
    rss: int
    pss: int | None


def measure(programs: Mapping[str, int]) -> list[Usage]:
    """What each program takes with its children; a process is counted once, with the first that has it."""
    counted: set[int] = set()
    return [usage for name, pid in programs.items() if (usage := _of(name, pid, counted)) is not None]


def table(usages: list[Usage]) -> Iterator[str]:
    """Lines for a person; PSS only where the system tells it of every process."""
    pss_known = all(usage.pss is not None for usage in usages)
    yield f"{'Память, МБ':<14}{'RSS':>7}{'PSS':>7}" if pss_known else f"{'Память, МБ':<14}{'RSS':>7}"
    total = Usage(
        name="всего",
        processes=sum(usage.processes for usage in usages),
        rss=sum(usage.rss for usage in usages),
        pss=sum(usage.pss or 0 for usage in usages),
    )
    for usage in (*usages, total):
        pss = f"{(usage.pss or 0) / MB:>7.0f}" if pss_known else ""
        yield f"{usage.name:<14}{usage.rss / MB:>7.0f}{pss}"


def _of(name: str, pid: int, counted: set[int]) -> Usage | None:
    try:
        root = psutil.Process(pid)
        family = [process for process in (root, *root.children(recursive=True)) if process.pid not in counted]
        counted.update(process.pid for process in family)
        sizes = [(process.memory_info().rss, _pss(process)) for process in family]
    except psutil.NoSuchProcess:
        return None
    known = [pss for _, pss in sizes if pss is not None]
    return Usage(
        name=name,
        processes=len(sizes),
        rss=sum(rss for rss, _ in sizes),
        pss=sum(known) if len(known) == len(sizes) else None,
    )


def _pss(process: psutil.Process) -> int | None:
    try:
        return int(process.memory_full_info().pss)
    except (psutil.AccessDenied, AttributeError):  # another user's process; not Linux
        return None
