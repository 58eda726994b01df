"""Drafts of portraits, and the words that they rest on."""

from collections.abc import Sequence

from relove_core.profiles.drafting import PortraitDraft

SAID = (
    "Я всем помогаю, а мне никто. Так было всегда, ещё с мамой.",
    "С мужем мы почти не разговариваем, я боюсь начать первой и злюсь на себя.",
    "Хочу уйти из этой роли, но каждый раз нахожу, кому ещё срочно нужно помочь.",
)
PROVEN = ("Я всем помогаю, а мне никто", "боюсь начать первой и злюсь на себя")
SUMMARY = (
    "Она много лет держит на себе дом и чужие просьбы и говорит об этом прямо: «Я всем помогаю, а мне никто». "
    "С мужем почти не разговаривает; похоже, начать разговор страшнее, чем молчать. Злится, но больше на себя. "
    "Хочет уйти из роли той, что выручает, и каждый раз находит, кому ещё помочь. Возможно, просить для неё значит "
    "признаться в слабости. Опирается на честность перед собой и на привычку доводить до конца. В разговоре ей "
    "помогают прямые вопросы, закрывают советы."
)
GALLERY = "Держит всех на себе и учится просить."


def a_draft(
    summary: str = SUMMARY,
    *,
    gallery: str = GALLERY,
    evidence: Sequence[str] = PROVEN,
    completed: Sequence[str] = (),
    interesting: Sequence[str] = (),
) -> PortraitDraft:
    return PortraitDraft(
        is_enough=True,
        evidence=tuple(evidence),
        summary=summary,
        gallery=gallery,
        completed=tuple(completed),
        interesting=tuple(interesting),
    )


def with_(sentence: str) -> str:
    """The portrait with one sentence more."""
    return f"{SUMMARY} {sentence}"
