"""A figure, and the table of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    name: str
    value: float
    bound: str
    is_met: bool
    remark: str


def table(figures: list[Figure]) -> str:
    width = max(len(f.name) for f in figures)
    lines = (
        f"{f.name:<{width}}  {f.value:>8.2f}  {f.bound:<9} {'met' if f.is_met else 'NOT MET':<8} {f.remark}"
        for f in figures
    )
    return "\n".join(lines)
