import re
from collections import Counter
from pathlib import Path

import pytest

from relove_adapters.llm.scripted.bank import STEPS
from relove_adapters.llm.scripted.loading import BrokenBank, load_bank
from relove_adapters.llm.scripted.manner import NO_DEATH
from relove_adapters.llm.scripted.shelves import Phrase, Shelves, is_lead_place
from relove_adapters.llm.scripted.wording import Gender, fill, forms, skeleton

BANK = load_bank()
SHELVES = Shelves(BANK)
PHRASES = list(SHELVES)
#: Said by nobody to anybody here: the crisis gate is elsewhere, and harm must be impossible.
NEVER = re.compile(
    r"\b(умир|умр|умер|смерт|мёртв|мертв|убий|убить|убей|убьё|погиб|похорон|могил|сдох|повес|суицид|самоубий"
    r"|конец жизни|прощай|кровь|таблет|диагноз|депресс|невроз|похуд|вес\b|килограмм|диет|секс|голая|голый"
    r"|вселенн|ресурсн|осознанн|проработ|травм|токсичн|мужик|истерик|дура\b|дурак|тряпк)",
    re.IGNORECASE,
)
COMMANDS = re.compile(r"/end_session|/streams")


def rendered(phrase: Phrase) -> list[str]:
    return [text for g in Gender for text in (phrase.forms[g], *phrase.replies[g])]


def test_the_bank_is_large_enough_to_talk_for_weeks() -> None:
    assert len(BANK.stages) == 12
    assert len(BANK.themes) >= 18
    assert len(BANK.reactions) >= 15
    assert all(len(lines) >= 3 for lines in BANK.reactions.values())
    assert all(len(stage.questions) >= 8 and len(stage.openings) >= 2 for stage in BANK.stages.values())
    assert all(len(getattr(theme, step)) >= 2 for theme in BANK.themes.values() for step in STEPS)


def test_every_text_is_speakable_in_every_gender() -> None:
    for phrase in PHRASES:
        for text in rendered(phrase):
            bare = COMMANDS.sub("", fill(text, dict.fromkeys(phrase.slots, "слова")))

            assert not re.search(r"[{}|_/]|\(а\)|\(ла\)", bare), (phrase.key, text)
            assert not NEVER.search(bare), (phrase.key, text)
            assert "!!" not in bare, (phrase.key, text)


def test_every_turn_is_short_and_ends_with_a_question() -> None:
    for phrase in PHRASES:
        if is_lead_place(phrase.place):
            continue
        for form in phrase.forms.values():
            assert len(form) <= 260, phrase.key
            assert len(skeleton(form)) <= 3, phrase.key
            assert form.endswith("?") or phrase.place == "arc/farewell", phrase.key


def test_every_lead_is_one_sentence_that_leaves_room() -> None:
    for phrase in PHRASES:
        if is_lead_place(phrase.place):
            for form in phrase.forms.values():
                assert len(skeleton(form)) == 1, phrase.key
                assert len(form) <= 80, phrase.key
                assert form.endswith("."), phrase.key


def test_quick_replies_fit_their_buttons() -> None:
    replies = [reply for p in PHRASES for g in Gender for reply in p.replies[g]]

    assert max(map(len, replies)) <= 40
    assert sum(len(r) <= 30 for r in replies) / len(replies) > 0.99


def test_a_turn_offers_no_reply_twice() -> None:
    for phrase in PHRASES:
        for replies in phrase.replies.values():
            assert len(set(replies)) == len(replies), phrase.key


def test_no_two_places_say_the_same() -> None:
    texts = Counter(skeleton(p.forms[Gender.UNKNOWN]) for p in PHRASES if "unknown" not in p.line.unless)

    doubled = [" ".join(text) for text, times in texts.items() if times > 1]
    twins = {skeleton(p.forms[Gender.UNKNOWN]) for p in PHRASES if p.line.when or p.line.unless}
    assert [text for text in doubled if tuple(skeleton(text)) not in twins] == []


def test_for_an_unknown_gender_nothing_is_said_of_a_woman_or_a_man() -> None:
    """Past tense and short adjectives after «ты» betray a gender."""
    gendered = re.compile(
        r"\b[Тт]ы (?:\w+ )?\w+(?:ла|лась|лся|ёл|шёл)\b|(?<!сделает )\b(?:сама|сам|должна|готова|готов|права)\b"
    )
    for phrase in PHRASES:
        if "unknown" in phrase.line.unless or {"female", "male"} & set(phrase.line.when):
            continue
        assert not gendered.search(phrase.forms[Gender.UNKNOWN]), phrase.forms[Gender.UNKNOWN]


def test_every_condition_names_a_cue_that_can_come_true() -> None:
    made = {"female", "male", "unknown", "tender", "taciturn", "again", "third", "one_word", "denied", NO_DEATH}
    known = made | set(BANK.cues)

    assert {cue for p in PHRASES for cue in (*p.line.when, *p.line.unless)} <= known


def test_every_cue_is_written_in_small_letters_or_it_would_never_match() -> None:
    words = [w for cue in (*BANK.cues.values(), *(t.words + t.strong for t in BANK.themes.values())) for w in cue]

    assert [w for w in words if w != w.lower()] == []


def test_every_contradiction_is_between_known_cues() -> None:
    used = {cue for c in BANK.contradictions.values() for cue in (*c.one, *c.other)}

    assert used <= set(BANK.cues)


def test_every_move_is_a_cue() -> None:
    assert set(BANK.moves) <= set(BANK.cues)


def test_summary_texts_read_in_every_gender() -> None:
    texts = (*BANK.summary.answered.values(), *BANK.summary.said, *BANK.summary.unanswered, *BANK.summary.refused)
    hypotheses = [h for t in BANK.themes.values() for h in (*t.hypothesis, *t.steps)]
    steps = [s for stage in BANK.stages.values() for s in stage.steps]
    for text in (*texts, *hypotheses, *steps):
        for form in forms(text).values():
            assert not NEVER.search(form), form
            assert form.endswith((".", "»", "»."))


@pytest.mark.parametrize(
    ("file", "broken", "named"),
    [
        ("arc.toml", 'core = ["Раз. Два. Три. Четыре?"]', "arc.toml: core.0"),
        ("arc.toml", 'core = ["Ты {пришла|пришёл}?"]', "arc.toml: core.0"),
        ("arc.toml", 'core = ["Ты про «{никто}»?"]', "arc.toml: core.0"),
        ("arc.toml", "core = [", "arc.toml"),
        ("themes/fear.toml", 'title = "страх"', "themes/fear.toml: words"),
        ("stages/ordeal.toml", 'tone = "weird"', "stages/ordeal.toml: tone"),
    ],
)
def test_a_broken_text_stops_the_start_and_is_named(tmp_path: Path, file: str, broken: str, named: str) -> None:
    source = Path(__file__).parents[3] / "src/relove_adapters/llm/scripted/bank"
    for path in source.rglob("*.toml"):
        copy = tmp_path / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / file).write_text(broken, encoding="utf-8")

    with pytest.raises(BrokenBank, match=re.escape(named)):
        load_bank(tmp_path)
