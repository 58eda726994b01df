"""Placeholders of a session: one for each thing, numbered by kind in the order of its first mention."""

from collections import Counter
from collections.abc import Iterator, Mapping


class Placeholders:
    """``known``: those given out before (placeholder -> original); they are kept."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self.originals = dict(known)
        self._of_kind = Counter(map(kind_of, known))
        self._by_thing = {(kind_of(placeholder), original): placeholder for placeholder, original in known.items()}

    def of(self, kind: str, original: str) -> str:
        """The placeholder of a thing, the one that it has or a new one."""
        placeholder = self._by_thing.get((kind, original))
        if placeholder is None:
            placeholder = self._by_thing[kind, original] = self._free(kind)
            self.originals[placeholder] = original
        return placeholder

    def things(self) -> Iterator[tuple[str, str]]:
        """Kind and original of everything that has one."""
        yield from self._by_thing

    def _free(self, kind: str) -> str:
        self._of_kind[kind] += 1
        while f"[{kind}_{self._of_kind[kind]}]" in self.originals:
            self._of_kind[kind] += 1
        return f"[{kind}_{self._of_kind[kind]}]"


def kind_of(placeholder: str) -> str:
    """ИМЯ of ``[ИМЯ_1]``."""
    return placeholder.strip("[]").rpartition("_")[0]
