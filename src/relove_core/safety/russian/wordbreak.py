"""Words from letters that were written apart with the same gap everywhere."""

from collections.abc import Set as AbstractSet

from relove_core.safety.russian.sounds import soften

_LONGEST_RUN = 80
_LONGEST_WORD = 16
_SMALL = frozenset(
    soften(word)
    for word in """
    я не и в с на о об от до за мне все это так бы уже без мой моя как что из под со меня себя он она мы вы ты но а да
    уйти дом суицид жить хочу нет сил руки вены окно
    """.split()
)


def break_words(run: str, known: AbstractSet[str]) -> str:
    """The run as known words, the fewest that cover it; what cannot be covered, or is very long, stays as it is."""
    if " " in run or len(run) > _LONGEST_RUN:
        return run
    best: list[tuple[str, ...] | None] = [()] + [None] * len(run)
    for end in range(1, len(run) + 1):
        for start in range(max(0, end - _LONGEST_WORD), end):
            before, word = best[start], soften(run[start:end])
            if before is None or (word not in known and word not in _SMALL):
                continue
            now = best[end]
            if now is None or len(before) + 1 < len(now):
                best[end] = (*before, run[start:end])
    return " ".join(best[-1] or (run,))
