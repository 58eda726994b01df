"""What a text of a person shows: cues, themes, and what kind of answer it is as a whole."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from relove_adapters.llm.scripted.bank import Bank
from relove_adapters.llm.scripted.matching import Hit, Matcher, Word, words_of
from relove_adapters.llm.scripted.quoting import NOT_GIVEN_BACK, Fragment, Passage, fragments

ANY = 10_000
#: Kinds of a whole answer, the weightiest first, and how many words beside the telling ones it may hold.
KINDS: tuple[tuple[str, int], ...] = (
    ("danger", ANY),
    ("violence", ANY),
    ("grief", ANY),
    ("health", 14),
    ("bot", 10),
    ("human", 10),
    ("hostile_alone", 0),
    ("hostile", 10),
    ("tears", ANY),
    ("leaving", 5),
    ("product", 8),
    ("refusal", 8),
    ("too_hard", 8),
    ("misheard", 8),
    ("repeating", 8),
    ("confused_alone", 0),
    ("confused", 6),
    ("why_ask", 8),
    ("advice", 10),
    ("asks_back_alone", 0),
    ("asks_back", 8),
    ("greeting", 2),
    ("thanks", 3),
    ("sarcasm", 4),
    ("dont_know", 2),
    ("fine", 1),
    ("yes", 0),
    ("no", 0),
    ("laugh", 2),
)
_FILLER = "filler"
_NOT_QUOTED = NOT_GIVEN_BACK | {"yes", "no", "dont_know", "fine", "thanks", "leaving", "laugh"}
_HUMMING = frozenset(
    {"ну", "хм", "ммм", "мм", "м", "ээ", "э", "ой", "ох", "эх", "блин", "как-то", "типа", "вроде", "угу"}
)
_EVASIVE = frozenset({"dont_know", "fine", "yes", "no"})
_WEIGHTY_CUES = ("theme:", "strong:", "who_")
_STARTS_AND_ENDS = 4_000, 2_000
_LONG = 60
_SHORT = 2
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_VOWELS = re.compile(r"[аеиоуыэюяaeiouy]")
_HARD_TO_SAY = re.compile(r"[бвгджзйклмнпрстфхцчшщ]{6,}")
_NO_WORDS = frozenset({"фыва", "ывапр", "ывап", "йцукен", "ячсм", "олдж", "qwerty", "asdf", "фыв", "ыва", "апр"})
_LAUGHING = re.compile(r"\){3,}|[😂🤣😅😹]")
_CRYING = re.compile(r"[😢😭💔🥺😿]")


@dataclass(frozen=True, slots=True)
class Notice:
    """One answer of a person, read."""

    text: str
    words: tuple[Word, ...] = ()
    hits: Mapping[str, tuple[Hit, ...]] = field(default_factory=dict)
    kind: str = "silence"
    fragments: tuple[Fragment, ...] = ()
    """What of it can be given back, the most charged first."""

    def has(self, cue: str) -> bool:
        return any(not hit.negated for hit in self.hits.get(cue, ()))

    def evidence(self, cue: str) -> str | None:
        """The person's own words that showed the cue, as they were written."""
        for hit in self.hits.get(cue, ()):
            if not hit.negated:
                return self.text[self.words[hit.first].start : self.words[hit.last].end]
        return None

    def best(self, *, avoid: Collection[str] = (), at_least: float = 0.0) -> Fragment | None:
        """The most charged fragment that was not given back yet."""
        return next((f for f in self.fragments if f.charge >= at_least and not _is_known(f.text, avoid)), None)

    def holding(self, cue: str) -> str | None:
        """The best fragment with the cue in it."""
        evidence = self.evidence(cue)
        return next((f.text for f in self.fragments if evidence in f.text), None) if evidence else None

    def plans(self) -> bool:
        """Something is said that the person will do, and no «если» stands before it."""
        return self.has("plan") and all(word.norm != "если" for word in self.words)

    def speaks(self) -> bool:
        """There is something in it to go on with: not an evasion, not a remark about the coach."""
        return self.kind in {"plain", "long", "short", "tears"}


class Noticing:
    """Reads texts by the cues of the bank."""

    def __init__(self, bank: Bank) -> None:
        cues: dict[str, Sequence[str]] = dict(bank.cues)
        for key, theme in bank.themes.items():
            cues[f"theme:{key}"] = theme.words
            cues[f"strong:{key}"] = theme.strong
        self._matcher = Matcher(cues)
        self._pull = {key: theme.pull for key, theme in bank.themes.items()}
        self._themes = frozenset(bank.themes)

    def read(self, text: str) -> Notice:
        text = _manageable(text)
        words = words_of(text)
        hits = self._matcher.find(words)
        notice = Notice(text, words, hits)
        kind = self._kind(notice)
        quotable = () if kind in _NOT_QUOTED else fragments(Passage(text, words, hits))
        return Notice(text, words, hits, kind, quotable)

    def themes(self, notice: Notice) -> Mapping[str, float]:
        """How much the text speaks for each theme: a word 1, a strong one 2, a denied one half."""
        scores: dict[str, float] = defaultdict(float)
        for cue, hits in notice.hits.items():
            prefix, _, key = cue.partition(":")
            if key in self._themes:
                weight = (2.0 if prefix == "strong" else 1.0) * self._pull[key]
                scores[key] += sum(weight / 2 if hit.negated else weight for hit in hits)
        return scores

    def _kind(self, notice: Notice) -> str:
        if not notice.words:
            return _kind_without_words(notice.text)
        if _CRYING.search(notice.text):
            return "tears"
        for kind, others_at_most in KINDS:
            if notice.has(kind) and self._is_all(notice, kind, others_at_most):
                return kind.removesuffix("_alone")
        if _is_mash(notice):
            return "gibberish"
        if not _CYRILLIC.search(notice.text) and _LATIN.search(notice.text):
            return "foreign"
        if all(word.norm in _HUMMING for word in notice.words):
            return "dont_know"
        if len(self._others(notice, _FILLER)) <= _SHORT and len(notice.words) <= 2 * _SHORT:
            return "short"
        return "long" if len(notice.words) > _LONG else "plain"

    def _is_all(self, notice: Notice, kind: str, others_at_most: int) -> bool:
        if len(self._others(notice, kind)) > others_at_most:
            return False
        return kind not in _EVASIVE or not self._says_something_else(notice, kind)

    def _says_something_else(self, notice: Notice, kind: str) -> bool:
        """«Не знаю, мне страшно» is an answer."""
        others = self._others(notice, kind)
        weighty = (hits for cue, hits in notice.hits.items() if cue == "feeling" or cue.startswith(_WEIGHTY_CUES))
        return any(not others.isdisjoint(range(h.first, h.last + 1)) for hits in weighty for h in hits)

    def _others(self, notice: Notice, cue: str) -> set[int]:
        """Which words are neither the cue nor filling."""
        telling = {i for name in (cue, _FILLER) for h in notice.hits.get(name, ()) for i in range(h.first, h.last + 1)}
        return set(range(len(notice.words))) - telling


def _is_known(text: str, avoid: Collection[str]) -> bool:
    return any(text in known or known in text for known in avoid)


def _manageable(text: str) -> str:
    begin, end = _STARTS_AND_ENDS
    return text if len(text) <= begin + end else text[:begin] + "\n" + text[-end:]


def _kind_without_words(text: str) -> str:
    if not text.strip(" \n\t\r\0"):
        return "silence"
    if _CRYING.search(text):
        return "tears"
    if text.strip() == "+":
        return "yes"
    if _LAUGHING.search(text):
        return "laugh"
    return "silence" if re.fullmatch(r"[\s.,…!\-–—\0]*", text) else "question_mark" if "?" in text else "emoji"


def _is_mash(notice: Notice) -> bool:
    if len(notice.words) > 2 or any(w.norm.startswith("[") or w.norm.isdigit() for w in notice.words):
        return False
    return any(
        w.norm in _NO_WORDS
        or w.norm.startswith(tuple(n for n in _NO_WORDS if len(n) > 3))
        or (len(w.norm) > 3 and not _VOWELS.search(w.norm))
        or bool(_HARD_TO_SAY.search(w.norm))
        for w in notice.words
    )
