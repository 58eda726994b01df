"""What was learned: a weight per bucket for each of the two questions, as ``weights.bin`` keeps it."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files

from relove_core.safety.likeness.features import BITS, buckets

VERSION = 1
UNKNOWN = -128
"""In place of a weight: the bucket was not met often enough to know anything about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the file says of itself: one line of JSON before the packed weights."""

    version: int
    bits: int
    scales: tuple[float, float]
    """What one step of a weight is worth: of the grave question, and of the question whether there is any signal."""
    offsets: tuple[float, float]
    grave_from: float
    """So grave that it is heard without anything else."""
    grave_with_signal_from: float
    """Grave enough for a message that is a signal anyhow."""
    signal_from: float
    doubt_below: float
    """So little of a signal that a known phrase of level support means something else.

    All four were chosen on lines of writers who were left out of the training: ``tests.corpus.crisis.train``.
    """

    def __post_init__(self) -> None:
        if self.version != VERSION or self.bits != BITS:
            raise ValueError(f"weights of version {self.version} and {self.bits} bits; made for {VERSION} and {BITS}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    head: Head
    grave: Sequence[int]
    signal: Sequence[int]

    def score(self, said: Sequence[str], *, is_veiled: bool) -> tuple[float, float]:
        """How grave, and how much of any signal, in units that only the thresholds know."""
        known = [bucket for bucket in buckets(said, is_veiled=is_veiled) if self.grave[bucket] != UNKNOWN]
        share = max(len(known), 1) ** -0.5
        grave = sum(map(self.grave.__getitem__, known)) * share * self.head.scales[0] + self.head.offsets[0]
        signal = sum(map(self.signal.__getitem__, known)) * share * self.head.scales[1] + self.head.offsets[1]
        return grave, signal

    def packed(self) -> bytes:
        head = json.dumps(asdict(self.head)).encode()
        signed = [*self.grave, *self.signal]
        return head + b"\n" + zlib.compress(bytes(weight & 0xFF for weight in signed), 9)


def unpacked(packed: bytes) -> Weights:
    """Raises:
    ValueError: made for another version of the features, or cut short.
    """
    head, _, body = packed.partition(b"\n")
    said = json.loads(head)
    both = memoryview(zlib.decompress(body)).cast("b").tolist()
    if len(both) != 2 << BITS:
        raise ValueError(f"{len(both)} weights instead of {2 << BITS}")
    said |= {"scales": tuple(said["scales"]), "offsets": tuple(said["offsets"])}
    return Weights(head=Head(**said), grave=both[: 1 << BITS], signal=both[1 << BITS :])


@cache
def shipped() -> Weights:
    return unpacked((files(__package__) / "weights.bin").read_bytes())
