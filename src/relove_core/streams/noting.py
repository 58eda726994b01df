"""The programmes as a model gets to know them."""

from collections.abc import Mapping, Sequence

from relove_core.prompts import Label
from relove_core.streams.model import Stream


def catalogue_notes(streams: Sequence[Stream]) -> Mapping[str, tuple[str, ...]]:
    """A line each; no label without programmes."""
    told = tuple(f"{stream.slug}: {stream.title}. Признаки: {'; '.join(stream.signs)}." for stream in streams)
    return {Label.STREAMS: told} if told else {}
