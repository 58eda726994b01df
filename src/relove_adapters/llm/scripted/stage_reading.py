"""Which stage the person's words speak of, how clearly, and the sentence that shows it best: read, never guessed."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from relove_adapters.llm.scripted.bank import Bank
from relove_adapters.llm.scripted.matching import Hit, Matcher, Word, words_of
from relove_adapters.llm.scripted.noticing import Noticing
from relove_core.errors import Unavailable
from relove_core.journey.model import Stage
from relove_core.llm import Prompt, Speaker
from relove_core.prompts import Fact

RECENT = 10
"""So many of the newest messages weigh whole, older ones half: a stage is where somebody is, not where they were."""
CLEAR, FAINT = 2.0, 1.0
#: What of the evidence is taken for granted: two clear signs without a rival pass 0.6, a single one never does.
_DOUBT = 1.6
_SUREST = 0.9
_MOST_LETTERS = 200
_SENTENCE = re.compile(r"[^.!?…;\n]+[.!?…]*")
#: Words that are no sign of a stage: somebody in danger is asked other things.
_NOT_READ = ("danger", "violence")


@dataclass(frozen=True, slots=True)
class Sign:
    stage: Stage
    words: str
    """As they were matched: the same words twice are one sign."""
    sentence: str
    """Verbatim."""
    weight: float


class StageReading:
    def __init__(self, bank: Bank, noticing: Noticing) -> None:
        cues: dict[str, tuple[str, ...]] = {}
        for key, signs in bank.stage_signs.items():
            cues[f"clear:{key}"], cues[f"faint:{key}"] = signs.clear, signs.faint
        self._matcher = Matcher(cues)
        self._noticing = noticing

    def of(self, prompt: Prompt) -> Mapping[str, object]:
        """The values of a ``StageProposal``; where nothing speaks of a stage, the known one without any confidence."""
        known = prompt.facts.get(Fact.STAGE)
        if known not in tuple(Stage):
            raise Unavailable("the scripted coach was not told the stage")
        texts = [u.text for u in prompt.dialogue if u.speaker is Speaker.PERSON]
        signs = list(self._signs(texts))
        scores: dict[Stage, float] = defaultdict(float)
        for sign in signs:
            scores[sign.stage] += sign.weight
        if not scores:
            return {"stage": known, "confidence": 0.0, "reason": "Примет этапа в словах нет."}
        best = max(scores, key=lambda stage: (scores[stage], stage == known, -stage.place))
        rival = max((score for stage, score in scores.items() if stage is not best), default=0.0)
        own = [sign for sign in signs if sign.stage is best]
        return {
            "stage": best,
            "confidence": confidence(scores[best], rival),
            "quote": max(own, key=lambda sign: sign.weight).sentence,
            "reason": f"Примет этапа в словах: {len(own)}, примет других этапов: {len(signs) - len(own)}.",
        }

    def _signs(self, texts: Sequence[str]) -> Iterator[Sign]:
        """Newest first, each once."""
        seen: set[tuple[Stage, str]] = set()
        for ago, text in enumerate(reversed(texts)):
            notice = self._noticing.read(text)
            if any(notice.has(cue) for cue in _NOT_READ):
                continue
            for sign in self._signs_in(text, weight=1.0 if ago < RECENT else 0.5):
                if (sign.stage, sign.words) not in seen:
                    seen.add((sign.stage, sign.words))
                    yield sign

    def _signs_in(self, text: str, *, weight: float) -> Iterator[Sign]:
        """Of each statement; a question says nothing of who asks it."""
        for sentence in _SENTENCE.finditer(text):
            said = sentence.group().strip()
            if said.endswith("?"):
                continue
            words = words_of(said)
            for cue, hit in _apart(self._matcher.find(words)):
                strength, _, key = cue.partition(":")
                yield Sign(
                    stage=Stage(key.upper()),
                    words=" ".join(word.norm for word in words[hit.first : hit.last + 1]),
                    sentence=said if len(said) <= _MOST_LETTERS else _around(said, words, hit),
                    weight=weight * (CLEAR if strength == "clear" else FAINT),
                )


def confidence(score: float, rival: float) -> float:
    """From how much there is, and how far it is ahead of the next stage; never certain."""
    fullness = score / (score + _DOUBT)
    clarity = score / (score + rival)
    return round(min(_SUREST, fullness * clarity), 2)


def _apart(found: Mapping[str, Iterable[Hit]]) -> Iterator[tuple[str, Hit]]:
    """Hits that share no word within a stage: of several readings of the same words the clearest, then the longest."""
    every = sorted(
        ((cue, hit) for cue, hits in found.items() for hit in hits if not hit.negated),
        key=lambda pair: (not pair[0].startswith("clear:"), pair[1].first - pair[1].last, pair[1].first, pair[0]),
    )
    taken: set[tuple[str, int]] = set()
    for cue, hit in every:
        places = {(cue.partition(":")[2], at) for at in range(hit.first, hit.last + 1)}
        if not places & taken:
            taken |= places
            yield cue, hit


def _around(said: str, words: tuple[Word, ...], hit: Hit) -> str:
    """The words of the sign with what stands around them, whole words, verbatim."""
    first, last = hit.first, hit.last
    while last + 1 < len(words) and words[last + 1].end - words[first].start <= _MOST_LETTERS // 2:
        last += 1
    while first > 0 and words[last].end - words[first - 1].start <= _MOST_LETTERS:
        first -= 1
    return said[words[first].start : words[last].end]
