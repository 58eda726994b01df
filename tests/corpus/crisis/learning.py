"""Drawing a line between two kinds of rows: a support vector machine, trained by dual coordinate descent.

Hsieh et al. (2008), "A Dual Coordinate Descent Method for Large-scale Linear SVM", algorithm 1 with squared hinge loss.
Deterministic for a seed; needs nothing but the standard library.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul
from random import Random

from relove_core.safety.likeness.features import BITS

BUCKETS = 1 << BITS


@dataclass(frozen=True, slots=True)
class Row:
    at: tuple[int, ...]
    """Buckets."""
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.at) != len(self.values):
            raise ValueError("a value for every bucket")


@dataclass(frozen=True, slots=True)
class Line:
    slope: list[float]
    offset: float

    def side(self, row: Row) -> float:
        """Above zero: of the kind that was looked for."""
        pulls: float = sum(map(mul, map(self.slope.__getitem__, row.at), row.values))
        return pulls + self.offset


def line_between(rows: Sequence[Row], is_wanted: Sequence[bool], *, cost: float, rounds: int, seed: int = 1) -> Line:
    """The line with the widest margin; what is wrong costs ``cost``, more for the rarer kind, as it is rarer."""
    signs = [1.0 if wanted else -1.0 for wanted in is_wanted]
    wanted = sum(is_wanted)
    costs = {1.0: cost * len(rows) / (2 * wanted), -1.0: cost * len(rows) / (2 * (len(rows) - wanted))}
    slope, offset = [0.0] * BUCKETS, 0.0
    pulls = [0.0] * len(rows)
    lengths = [sum(value * value for value in row.values) + 1.0 for row in rows]
    order, chance = list(range(len(rows))), Random(seed)
    for _ in range(rounds):
        chance.shuffle(order)
        for n in order:
            row, sign = rows[n], signs[n]
            slack = 0.5 / costs[sign]
            side = sum(map(mul, map(slope.__getitem__, row.at), row.values)) + offset
            gradient = sign * side - 1.0 + slack * pulls[n]
            pull = max(pulls[n] - gradient / (lengths[n] + slack), 0.0)
            step = (pull - pulls[n]) * sign
            if abs(step) > 1e-9:
                pulls[n] = pull
                offset += step
                for bucket, value in zip(row.at, row.values, strict=True):
                    slope[bucket] += step * value
    return Line(slope, offset)
