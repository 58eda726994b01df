"""A diagnosis without a model: questions by what is not known yet, and a result in the person's own words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from relove_adapters.llm.scripted import findings, reacting
from relove_adapters.llm.scripted.bank import Bank, Portrait
from relove_adapters.llm.scripted.choosing import Chosen, Context
from relove_adapters.llm.scripted.desk import Desk
from relove_adapters.llm.scripted.reading import context_of
from relove_adapters.llm.scripted.scene import Scene
from relove_adapters.llm.scripted.themes import total
from relove_adapters.llm.scripted.wording import fill, forms

#: What is asked for, in this order; what suits the last answer best of the next few goes first.
AREAS = ("repeat", "trigger", "cost", "strength", "wish", "doing", "people")
_AT_ONCE = 2
_NEEDED = frozenset({"diagnosing/trigger", "diagnosing/strength"})
_ANSWERS, _TOLD_WORDS = 4, 12
"""So many answers that say something make a result; fewer words than this make none."""
_MOST = 4


@dataclass(frozen=True, slots=True)
class DiagnosisReading:
    bank: Bank
    desk: Desk

    def turn(self, scene: Scene) -> dict[str, object]:
        """The values of a ``DiagnosticTurn``."""
        context = context_of(scene)
        asked = self._question(context)
        return {
            "reply": asked.text(scene.gender),
            "quick_replies": () if scene.care else asked.phrase.replies[scene.gender],
            "patterns": findings.patterns(self.bank, scene),
            "core_issue": None if scene.care else findings.core_issue(self.bank, scene),
            "is_enough": _is_enough(scene),
        }

    def result(self, scene: Scene, stage: Mapping[str, object], *, stream: str | None) -> dict[str, object]:
        """The values of a ``Diagnosis``, with the stage that was read; too few words make nothing of the person."""
        told = {name: stage[name] for name in ("stage", "confidence", "quote") if name in stage}
        portrait = self.portrait(scene)
        if portrait is None or _words(scene) < _TOLD_WORDS:
            return {**told, "reason": ""}
        return {
            **told,
            "reason": self._reason(told),
            "psychotype": forms(portrait.text)[scene.gender],
            "strengths": tuple(self._with_words(scene, "diagnosing/strength", portrait.strength)),
            "difficulties": tuple(self._difficulties(scene, portrait)),
            "triggers": tuple(self._with_words(scene, "diagnosing/trigger", portrait.trigger)),
            "next_steps": tuple(self._steps(scene, portrait)),
            "stream": stream,
        }

    def _reason(self, stage: Mapping[str, object]) -> str:
        """Only where words of theirs show it."""
        return self.bank.stage_reasons[str(stage["stage"]).lower()] if stage.get("quote") else ""

    def portrait(self, scene: Scene) -> Portrait | None:
        """By the themes of all answers; the one whose themes were spoken of most."""
        scores = total(scene)
        weights = {name: sum(scores.get(t, 0) for t in p.themes) for name, p in self.bank.portraits.items()}
        best = max(weights, key=lambda name: (weights[name], name))
        return self.bank.portraits[best] if weights[best] >= 1 else None

    def _question(self, context: Context) -> Chosen:
        scene = context.scene
        if scene.turn == 1 and scene.now is None:
            first = self.desk.say(context, "diagnosing/opening")
        else:
            first = reacting.care(self.desk, context) or reacting.reaction(self.desk, context)
        left = [place for area in AREAS if (place := f"diagnosing/{area}") not in scene.places]
        found = first or self.desk.say(context, *left[:_AT_ONCE]) or self.desk.say(context, *_ALL, again=True)
        return found or Chosen(self.desk.shelves["diagnosing/wish"][-1], {})

    def _with_words(self, scene: Scene, place: str, text: str) -> Iterator[str]:
        """What the person answered there, then what their portrait says."""
        answer = scene.answer_to(place)
        words = answer.best() if answer else None
        if words:
            yield f"Твои слова: «{words.text}»."
        yield forms(text)[scene.gender]

    def _difficulties(self, scene: Scene, portrait: Portrait) -> Iterator[str]:
        core = findings.core_words(scene)
        if core:
            yield f"Ты говоришь об этом так: «{core}»."
        yield forms(portrait.difficulty)[scene.gender]

    def _steps(self, scene: Scene, portrait: Portrait) -> Iterator[str]:
        step = findings.named_step(scene)
        if step:
            yield fill(forms(self.bank.summary.named_step[0])[scene.gender], {"quote": step})
        yield forms(portrait.step)[scene.gender]
        texts = self.bank.stages[scene.stage].steps
        yield forms(texts[scene.seed % len(texts)])[scene.gender]


_ALL = tuple(f"diagnosing/{area}" for area in AREAS)


def _is_enough(scene: Scene) -> bool:
    """Somebody in pain is not hurried to a result."""
    spoken = sum(1 for _, answer in scene.answers() if answer.speaks())
    return not scene.is_tender and spoken >= _ANSWERS and set(scene.answered_places) >= _NEEDED


def _words(scene: Scene) -> int:
    return sum(len(answer.words) for _, answer in scene.answers() if answer.speaks())
