"""The programmes that a portrait may name, and those that the person has named themselves."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from relove_core.streams.model import Stream


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """``marked``: slugs of what the person has said to be interesting, the newest last."""

    streams: Sequence[Stream] = ()
    marked: Sequence[str] = ()

    def interesting(self, told: Collection[str], *, without: Collection[str] = ()) -> tuple[str, ...]:
        """Of what there is to be had: what they said themselves first."""
        active = {stream.slug for stream in self.streams if stream.is_active} - set(without)
        return tuple(dict.fromkeys(slug for slug in (*reversed(self.marked), *told) if slug in active))

    def completed(self, told: Collection[str]) -> tuple[str, ...]:
        return tuple(stream.slug for stream in self.streams if stream.slug in told)
