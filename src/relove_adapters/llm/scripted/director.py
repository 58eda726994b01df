"""The course of a session: which kind of turn is due now. The first rule that has something to say speaks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from relove_adapters.llm.scripted.bank import STEPS, Bank
from relove_adapters.llm.scripted.choosing import Chosen, Context, choose
from relove_adapters.llm.scripted.contradicting import contradiction
from relove_adapters.llm.scripted.scene import Scene
from relove_adapters.llm.scripted.shelves import Shelves
from relove_adapters.llm.scripted.themes import current_theme, theme_of

#: The arc of a session in turns of the coach: from when on each of its parts is due.
CONTRADICTION_FROM, CALLBACK_FROM, CALLBACK_UNTIL = 4, 5, 7
ROOT_FROM, CORE_FROM, STEP_FROM, CLOSING_FROM = 8, 9, 11, 12
_MOVES_AT_MOST = 3

#: Answers that get a turn of their own before the thread is taken up again.
REACTIONS = frozenset({"health", "bot", "human", "hostile", "tears", "leaving", "product", "refusal", "too_hard",
                       "misheard", "repeating", "why_ask", "advice", "asks_back", "greeting", "silence", "emoji",
                       "question_mark", "gibberish", "foreign", "sarcasm"})  # fmt: skip
_EVADING = frozenset({"dont_know", "no", "fine", "refusal", "silence", "emoji"})
_PARTING = frozenset({"thanks", "yes", "leaving", "laugh", "emoji", "silence", "fine", "no"})
#: In care these are still answered for what they are.
_ANSWERED_IN_CARE = frozenset({"bot", "human", "leaving", "product", "hostile"})


@dataclass(frozen=True, slots=True)
class Director:
    bank: Bank
    shelves: Shelves

    def next(self, context: Context) -> Chosen:
        rules: tuple[Callable[[Context], Chosen | None], ...] = (
            self._opening, self._care, self._reaction, self._age, self._arc, self._hurry, self._contradiction,
            self._callback, self._move, self._chain, self._stage, self._probe,
        )  # fmt: skip
        for rule in rules:
            chosen = rule(context)
            if chosen:
                return chosen
        return self._anything(context)

    def _say(self, context: Context, *places: str, again: bool = False) -> Chosen | None:
        return choose(context, (p for place in places for p in self.shelves[place]), again=again)

    def _opening(self, context: Context) -> Chosen | None:
        scene = context.scene
        now = scene.now
        has_begun = now is not None and (scene.turn > 1 or now.kind not in {"greeting", "silence", "emoji", "yes"})
        return None if has_begun else self._say(context, f"stages/{scene.stage}/openings", again=True)

    def _care(self, context: Context) -> Chosen | None:
        """Danger, violence, a loss: nobody is provoked then, for the rest of the session."""
        scene = context.scene
        reason, now = scene.care, scene.now
        if reason is None or now is None:
            return None
        if not scene.said_at(f"care/{reason}") or now.has(reason):
            first = self._say(context, f"care/{reason}")
            if first:
                return first
        if now.kind in _ANSWERED_IN_CARE:
            answered = self._reaction(context)
            if answered:
                return answered
        return self._say(context, "care/on", again=True)

    def _reaction(self, context: Context) -> Chosen | None:
        scene = context.scene
        kind = scene.now.kind if scene.now else ""
        place = f"reactions/{kind}"
        if kind not in REACTIONS or scene.places[-2:] == (place, place):
            return None
        if kind in _PARTING and scene.thread.endswith(("/closings", "arc/farewell")):
            return None
        return self._say(context, place)

    def _age(self, context: Context) -> Chosen | None:
        """Somebody who says how old they were is at the root already."""
        now = context.scene.now
        word = now.evidence("age") if now and now.speaks() else None
        if word is None or context.scene.said_at("moves/age"):
            return None
        return self._say(with_words(context, word=word), "moves/age")

    def _arc(self, context: Context) -> Chosen | None:
        """What follows from the last part of the arc that was said."""
        scene = context.scene
        thread = scene.thread
        kind = scene.now.kind if scene.now else ""
        if thread.endswith("/core"):
            return self._say(context, "arc/not_the_core" if kind in {"no", "dont_know"} else "arc/choice")
        if thread == "arc/not_the_core":
            return self._say(context, "arc/choice")
        if thread == "arc/choice":
            return self._after_step(context, is_evading=False) if "plan" in context.cues else self._step(context)
        if thread.endswith("/step") or thread == "arc/smaller":
            return self._after_step(context, is_evading=kind in _EVADING)
        if thread == "arc/when" and scene.turn < CLOSING_FROM:
            return self._say(context, "arc/obstacle") or self._closing(context)
        if thread in {"arc/when", "arc/obstacle"}:
            return self._closing(context)
        if thread.endswith("closings") or thread == "arc/farewell":
            return self._say(context, "arc/farewell") if kind in _PARTING else None
        return None

    def _after_step(self, context: Context, *, is_evading: bool) -> Chosen | None:
        scene = context.scene
        if is_evading:
            return (None if scene.thread == "arc/smaller" else self._say(context, "arc/smaller")) or self._closing(
                context
            )
        if not context.cues & {"time", "number"}:
            return self._say(context, "arc/when") or self._closing(context)
        if scene.turn < CLOSING_FROM:
            return self._say(context, "arc/obstacle") or self._closing(context)
        return self._closing(context)

    def _hurry(self, context: Context) -> Chosen | None:
        """By the tenth turn the root has been asked for and named, whatever came between."""
        scene = context.scene
        if scene.is_done or scene.turn < ROOT_FROM or sum(1 for p in scene.places if p) < STEPS.index("root"):
            return None
        theme = current_theme(scene)
        asked = scene.steps_of(theme) if theme else frozenset()
        if (
            theme
            and "root" not in asked
            and len(asked) > 1
            and not scene.said_at("moves/age")
            and scene.turn <= CORE_FROM
        ):
            return self._say(context, f"themes/{theme}/root")
        if scene.turn >= STEP_FROM:
            return self._step(context)
        if scene.turn < CORE_FROM:
            return None
        return self._core(context, theme)

    def _core(self, context: Context, theme: str | None) -> Chosen | None:
        named = self._say(context, f"themes/{theme}/core") if theme else None
        return named or self._say(context, "arc/core")

    def _step(self, context: Context) -> Chosen | None:
        theme = current_theme(context.scene)
        step = self._say(context, f"themes/{theme}/step") if theme else None
        return step or self._say(context, f"stages/{context.scene.stage}/step")

    def _closing(self, context: Context) -> Chosen | None:
        return self._say(context, "arc/closings", f"stages/{context.scene.stage}/closings")

    def _contradiction(self, context: Context) -> Chosen | None:
        scene = context.scene
        if (
            scene.turn < CONTRADICTION_FROM
            or scene.said_at("contradictions/")
            or not scene.now
            or not scene.now.speaks()
        ):
            return None
        found = contradiction(self.bank, scene)
        if found is None:
            return None
        return self._say(with_words(context, one=found.one, other=found.other), f"contradictions/{found.key}")

    def _callback(self, context: Context) -> Chosen | None:
        scene = context.scene
        if scene.said_at("arc/callback") or not CALLBACK_FROM <= scene.turn <= CALLBACK_UNTIL or scene.is_tender:
            return None
        return self._say(context, "arc/callback")

    def _move(self, context: Context) -> Chosen | None:
        """A word of theirs that is worth a stop: «должна», «всегда», «но», …"""
        scene = context.scene
        made = [p for p in scene.places if p.startswith("moves/")]
        rested = not any(p.startswith(("moves/", "contradictions/")) for p in scene.places[-2:])
        if scene.now is None or not scene.now.speaks() or scene.is_tender or not rested or len(made) >= _MOVES_AT_MOST:
            return None
        for name in self.bank.moves:  # the order of the file is their weight
            word = scene.now.evidence(name)
            if word and f"moves/{name}" not in made:
                return self._say(with_words(context, word=word), f"moves/{name}")
        return None

    def _chain(self, context: Context) -> Chosen | None:
        theme = theme_of(context.scene)
        for step in self._next_steps(context.scene, theme) if theme else ():
            phrase = self._say(context, f"themes/{theme}/{step}")
            if phrase:
                return phrase
        if theme and "root" in context.scene.steps_of(theme) and not context.scene.is_done:
            deeper = self._stage(context) if context.scene.turn < CORE_FROM - 1 else None
            return deeper or self._core(context, theme)
        return None

    def _next_steps(self, scene: Scene, theme: str | None) -> Iterator[str]:
        """The steps that are left, in order; one that was not understood or not answered once more, in other words."""
        kind = scene.now.kind if scene.now else ""
        chain, _, last = scene.last_place.rpartition("/")
        if (
            kind in {"dont_know", "confused"}
            and chain == f"themes/{theme}"
            and scene.places.count(scene.last_place) < 2
        ):
            yield last
        asked = scene.steps_of(theme or "")
        yield from (step for step in STEPS[:-1] if step not in asked and not (step == "gain" and scene.is_tender))

    def _stage(self, context: Context) -> Chosen | None:
        stage = context.scene.stage
        asked = sum(1 for p in context.scene.places if p == f"stages/{stage}/questions")
        first = (
            ("questions", "deeper") if asked < 2 or context.scene.turn < CONTRADICTION_FROM else ("deeper", "questions")
        )
        for part in first:
            phrase = self._say(context, f"stages/{stage}/{part}")
            if phrase:
                return phrase
        return None

    def _probe(self, context: Context) -> Chosen | None:
        return self._say(context, "arc/probe")

    def _anything(self, context: Context) -> Chosen:
        stage = context.scene.stage
        places = ("arc/probe", f"stages/{stage}/questions", f"stages/{stage}/deeper")
        return self._say(context, *places, again=True) or Chosen(self.shelves["arc/probe"][0], {})


def with_words(context: Context, **words: str) -> Context:
    return Context(context.scene, context.cues, context.all_cues, {**context.words, **words})
