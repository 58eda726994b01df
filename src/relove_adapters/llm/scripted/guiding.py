"""A guided exercise without a model: an echo of each answer, and the three of them side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from relove_adapters.llm.scripted import findings
from relove_adapters.llm.scripted.bank import Bank
from relove_adapters.llm.scripted.noticing import Notice
from relove_adapters.llm.scripted.scene import Scene
from relove_adapters.llm.scripted.wording import fill, forms


@dataclass(frozen=True, slots=True)
class GuidingReading:
    bank: Bank

    def turn(self, scene: Scene) -> dict[str, object]:
        """The values of a ``GuidedTurn``."""
        words = _words_of(scene.now)
        return {
            "reply": _one_of(self._frames(scene, words), scene, quote=words or ""),
            "patterns": findings.patterns(self.bank, scene),
            "core_issue": None if scene.care else findings.core_issue(self.bank, scene),
        }

    def _frames(self, scene: Scene, words: str | None) -> Sequence[str]:
        texts, now = self.bank.guiding, scene.now
        if scene.care or scene.is_tender:
            return texts.care
        if words:
            return texts.echo
        if now is not None and now.text.rstrip().endswith("?"):
            return texts.asked
        return texts.heard if now is not None and now.speaks() else texts.silent

    def reflection(self, scene: Scene) -> dict[str, object]:
        """The values of a ``Reflection``."""
        told = [words for _, answer in scene.answers() if (words := _words_of(answer))]
        unlike = list(dict.fromkeys(told))
        texts = self.bank.guiding
        frames = texts.reflection if len(unlike) > 1 else texts.reflection_one if unlike else texts.reflection_none
        ends = {"first": unlike[0], "last": unlike[-1]} if unlike else {}
        said = self.bank.summary.said
        return {
            **self.turn(scene),
            "reply": _one_of(texts.care if scene.care else frames, scene, **ends),
            "insights": tuple(
                fill(forms(said[at % len(said)])[scene.gender], {"quote": words}) for at, words in enumerate(unlike)
            ),
        }


def _words_of(answer: Notice | None) -> str | None:
    found = answer.best() if answer and answer.speaks() else None
    return found.text if found else None


def _one_of(texts: Sequence[str], scene: Scene, **words: str) -> str:
    return fill(forms(texts[scene.seed % len(texts)])[scene.gender], words)
