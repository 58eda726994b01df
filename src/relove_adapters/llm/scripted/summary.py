"""The end of a session, told back: only what the person said, in their words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from relove_adapters.llm.scripted import findings
from relove_adapters.llm.scripted.bank import Bank
from relove_adapters.llm.scripted.noticing import Notice
from relove_adapters.llm.scripted.scene import Exchange, Scene
from relove_adapters.llm.scripted.themes import current_theme
from relove_adapters.llm.scripted.wording import fill, forms
from relove_core.sessions.coach import DIGEST_CHARS

_MOST_INSIGHTS, _MOST_DIFFICULTIES = 5, 3
_UNANSWERED = frozenset({"dont_know", "fine", "silence"})
_FRAMED = 0.5


@dataclass(frozen=True, slots=True)
class Summary:
    bank: Bank

    def of(self, scene: Scene) -> dict[str, object]:
        insights = tuple(self._insights(scene))
        return {
            "insights": insights,
            "patterns": findings.patterns(self.bank, scene),
            "core_issue": findings.core_issue(self.bank, scene),
            "core_trauma": findings.root_words(scene),
            "difficulties": tuple(dict.fromkeys(self._difficulties(scene)))[:_MOST_DIFFICULTIES],
            "themes": findings.themes(self.bank, scene),
            "next_steps": tuple(self._next_steps(scene)) if insights else (),
        }

    def digest(self, scene: Scene, *, before: Iterable[str]) -> str:
        """What was retold before, then what has been said since; the newest stays where there is too much."""
        told = [*before, *self._insights(scene), *findings.patterns(self.bank, scene)]
        return " ".join(told)[-DIGEST_CHARS:].strip() or self.bank.summary.nothing

    def _insights(self, scene: Scene) -> Iterator[str]:
        """Their weightiest statements in the order they were made, framed by the question they answered."""
        found: dict[int, tuple[float, str, str]] = {}
        told: list[str] = []
        for at, (exchange, answer) in enumerate(scene.answers()):
            fragment = answer.best(avoid=told) if _is_content(exchange, answer) else None
            if fragment and (fragment.charge > 0 or _part(exchange) in self.bank.summary.answered):
                told.append(fragment.text)
                frame = self._frame(exchange, at)
                bonus = _FRAMED if _part(exchange) in self.bank.summary.answered else 0.0
                found[at] = (fragment.charge + bonus, frame, fragment.text)
        weightiest = sorted(found, key=lambda at: -found[at][0])[:_MOST_INSIGHTS]
        for at in sorted(weightiest):
            _, frame, words = found[at]
            yield fill(forms(frame)[scene.gender], {"quote": words})

    def _frame(self, exchange: Exchange, at: int) -> str:
        texts = self.bank.summary
        return texts.answered.get(_part(exchange)) or texts.said[at % len(texts.said)]

    def _difficulties(self, scene: Scene) -> Iterator[str]:
        texts = self.bank.summary
        for at, (exchange, answer) in enumerate(scene.answers()):
            question = _question(exchange.asked or "")
            if question and answer.kind in _UNANSWERED | {"refusal"}:
                frames = texts.refused if answer.kind == "refusal" else texts.unanswered
                yield fill(forms(frames[at % len(frames)])[scene.gender], {"asked": question})

    def _next_steps(self, scene: Scene) -> Iterator[str]:
        step = findings.named_step(scene)
        if step:
            yield fill(forms(self.bank.summary.named_step[0])[scene.gender], {"quote": step})
        theme = findings.root_theme(scene) or current_theme(scene)
        if theme and findings.themes(self.bank, scene):
            texts = self.bank.themes[theme].steps
            yield forms(texts[scene.seed % len(texts)])[scene.gender]
        texts = self.bank.stages[scene.stage].steps
        yield forms(texts[scene.seed % len(texts)])[scene.gender]


def _is_content(exchange: Exchange, answer: Notice) -> bool:
    place = exchange.said.body.place if exchange.said else ""
    return answer.speaks() and not place.endswith(findings.PLANNED_AT)


def _part(exchange: Exchange) -> str:
    """Which part of a chain was answered: ``cost``, ``root``, …"""
    place = exchange.said.body.place if exchange.said else ""
    return place.rpartition("/")[2] if place.startswith(("themes/", "moves/")) else ""


def _question(asked: str) -> str | None:
    """The last question of a remark, unless it holds quotations."""
    sentences = [s.strip() for s in asked.replace("?", "?\n").replace(". ", ".\n").split("\n")]
    questions = [s for s in sentences if s.endswith("?") and "«" not in s and "»" not in s]
    return questions[-1] if questions and questions[-1].count(" ") > 0 else None
