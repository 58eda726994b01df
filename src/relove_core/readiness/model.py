"""What a model is asked about readiness, and how much of its answer is believed."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from relove_core.journey.analysis import QUOTE_CHARS
from relove_core.markup import clean, clip
from relove_core.redaction import Hidden
from relove_core.streams.model import Stream

BEST = 3
"""So many programmes are shown. Source: the product's list of commands."""
MOST_QUOTES = 3
LEAST_QUOTE_CHARS = 8
"""A shorter one stands in any text, and shows nothing."""
SHOWN_CHARS = 200
"""The longest quote that is shown."""
ENOUGH_REMARKS, ENOUGH_CHARS = 3, 120
"""Less of the person's own words says more about the conversation than about them: three answers of a line or so."""
SHOWN_FROM = 20
"""Percent; less is no more than a likeness of words."""
OFFERED_FROM = 70
"""Percent from which a programme is offered unasked: more than one sign is clearly heard (one counts for 60)."""
UNPROVEN_MOST = 30
"""Without a word of the person's nothing counts for more: a hint."""


class StreamReadiness(BaseModel):
    """How much of a programme's signs is heard, in percent, and the words in which it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: str
    percent: int = Field(ge=0, le=100)
    quotes: tuple[str, ...] = ()


class ReadinessReport(BaseModel):
    """About every programme, in any order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    streams: tuple[StreamReadiness, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """How ready somebody is for a programme; ``quotes``: their own words, verbatim."""

    stream: Stream
    percent: int
    quotes: tuple[str, ...]


def is_enough(said: Sequence[str]) -> bool:
    """Whether there is material at all."""
    return len(said) >= ENOUGH_REMARKS and sum(map(len, said)) >= ENOUGH_CHARS


def believed(
    report: ReadinessReport,
    hidden: Hidden,
    *,
    said: Collection[str],
    shown: Collection[str],
    streams: Sequence[Stream],
) -> tuple[Readiness, ...]:
    """The best first, as the catalogue has them where they are equal; what shows hardly a sign is left out.

    Output of a model is untrusted: programmes that nobody sells are not there, and words that stand in none of the
    texts that the person ``said`` are no quotation, nor in any of these as they were ``shown`` to the model.
    """
    found = {one.slug: one for one in reversed(report.streams)}
    own = _Own(hidden, said, shown)
    told = [_read(found[stream.slug], stream, own) for stream in streams if stream.slug in found]
    return tuple(sorted((one for one in told if one.percent >= SHOWN_FROM), key=lambda one: -one.percent))


@dataclass(frozen=True, slots=True)
class _Own:
    """What the person has said, and how a model was shown it."""

    hidden: Hidden
    said: Collection[str]
    shown: Collection[str]

    def quoted(self, quotes: Sequence[str]) -> Iterator[str]:
        for quote in quotes:
            raw = quote[:QUOTE_CHARS].strip()
            restored = self.hidden.restore(raw)
            is_theirs = any(restored in text for text in self.said) or any(raw in text for text in self.shown)
            if len(raw) >= LEAST_QUOTE_CHARS and is_theirs:
                yield clip(clean(restored), SHOWN_CHARS)


def _read(found: StreamReadiness, stream: Stream, own: _Own) -> Readiness:
    quotes = tuple(dict.fromkeys(own.quoted(found.quotes)))[:MOST_QUOTES]
    percent = found.percent if quotes else min(found.percent, UNPROVEN_MOST)
    return Readiness(stream=stream, percent=percent, quotes=quotes)
