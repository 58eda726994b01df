"""From a prompt to the scene and the context of the choice."""

from collections.abc import Iterable, Mapping

from relove_adapters.llm.scripted import findings
from relove_adapters.llm.scripted.choosing import Context
from relove_adapters.llm.scripted.manner import cues_of, tone_of
from relove_adapters.llm.scripted.noticing import Noticing
from relove_adapters.llm.scripted.scene import Exchange, Scene
from relove_adapters.llm.scripted.shelves import Shelves
from relove_adapters.llm.scripted.wording import gender_of
from relove_core.llm import Prompt, Speaker, Utterance
from relove_core.prompts import Fact, Label

_REMEMBERED_ANSWERS = 3
_BEGINNING = 3
_OFTEN = 2
_TELL_APART = 2
_WORTH_A_RETURN = 2.0
_QUOTABLE = 60


def exchanges(dialogue: Iterable[Utterance], noticing: Noticing, shelves: Shelves) -> tuple[Exchange, ...]:
    """Remarks with their answers; several messages in a row are one answer, in lines."""
    found: list[Exchange] = []
    asked: str | None = None
    lines: list[str] = []

    def close() -> None:
        if asked is not None or lines:
            said = shelves.recognise(asked) if asked else None
            found.append(Exchange(asked, said, noticing.read("\n".join(lines)) if lines else None))

    for utterance in dialogue:
        if utterance.speaker is Speaker.PERSON:
            lines.append(utterance.text)
        else:
            close()
            asked, lines = utterance.text, []
    close()
    return tuple(found)


def scene_of(prompt: Prompt, stage: str, tone: str, found: tuple[Exchange, ...], noticing: Noticing) -> Scene:
    return Scene(
        stage=stage,
        tone=tone_of(prompt, tone),
        gender=gender_of(prompt.facts.get(Fact.GENDER)),
        exchanges=found,
        scores=tuple(noticing.themes(e.answer) if e.answer else {} for e in found),
        manner=cues_of(prompt),
        known=_known(prompt),
    )


def _known(prompt: Prompt) -> str | None:
    """The newest pattern that is short enough to be quoted."""
    found = (*prompt.notes.get(Label.PATTERNS, ()), *prompt.notes.get(Label.THEMES, ()))
    return next((text for text in found if len(text) <= _QUOTABLE and not set(text) & set("«»{}|")), None)


def context_of(scene: Scene) -> Context:
    cues = _cues_now(scene)
    return Context(scene, cues, cues | _cues_ever(scene) | scene.manner, _words(scene))


def _cues_now(scene: Scene) -> frozenset[str]:
    now = scene.now
    cues = {f"tone:{scene.tone}", scene.gender.value}
    if scene.is_tender:
        cues.add("tender")
    if scene.is_taciturn:
        cues.add("taciturn")
    if now is None:
        return frozenset(cues)
    cues.update(cue for cue in now.hits if now.has(cue))
    if not now.plans():
        cues.discard("plan")
    if scene.said_at("arc/not_the_core"):
        cues.add("denied")
    if len(now.words) == 1:
        cues.add("one_word")
    times = scene.count(now.kind)
    cues.update(name for name, least in (("again", 2), ("third", 3)) if times >= least)
    for _, answer in list(scene.answers())[-_REMEMBERED_ANSWERS:]:
        cues.update(cue for cue in answer.hits if cue.startswith("who_"))
    people = {cue for cue in now.hits if cue.startswith("who_")}
    if len(people) > _TELL_APART:  # «она» would be anybody
        cues -= people - {"who_he", "who_she"}
    return frozenset(cues - {_other_partner(scene)})


def _other_partner(scene: Scene) -> str:
    """Of ``he`` and ``she`` the one that is spoken of less: the other is the partner."""
    said = [cue for _, answer in scene.answers() for cue in ("who_he", "who_she") for _ in answer.hits.get(cue, ())]
    return "who_she" if said.count("who_he") >= said.count("who_she") else "who_he"


def _cues_ever(scene: Scene) -> frozenset[str]:
    return frozenset(cue for _, answer in scene.answers() for cue in answer.hits if cue.startswith("who_"))


def _words(scene: Scene) -> Mapping[str, str]:
    """Of what was just said, of the beginning, of the plan and of the root, for the slots named so."""
    words: dict[str, str] = {}
    now = scene.now
    if now:
        fresh = now.best(avoid=scene.quoted)
        if fresh:
            words["quote"] = fresh.text
        if fresh and fresh.charge >= _WORTH_A_RETURN:
            words["now"] = fresh.text
    step = findings.named_step(scene)
    if step:
        words["step"] = step
    core = findings.core_words(scene)
    if core:
        words["core"] = core
    answers = [answer for _, answer in scene.answers()]
    beginning = [answer.best(at_least=_WORTH_A_RETURN) for answer in answers[:-2][:_BEGINNING]]
    told = [f.text if f and " " in f.text and f.text != words.get("quote") else None for f in beginning]
    unworn = [text if text and scene.quoted.count(text) < _OFTEN else None for text in told]
    if unworn and unworn[0]:
        words["first"] = unworn[0]
    earlier = next((text for text in (*unworn, *told) if text), None)
    if earlier:
        words["earlier"] = earlier
    return words
