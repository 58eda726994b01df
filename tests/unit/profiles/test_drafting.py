"""How much of a model's portrait is believed. The redactor is the real one."""

import pytest
from pydantic import ValidationError

from relove_adapters.redaction.pipeline import RussianRedactor
from relove_core.profiles.drafting import INSUFFICIENT, Fault, Measure, PortraitDraft, believed
from relove_core.profiles.evidence import Words
from relove_core.profiles.offered import Offered
from relove_core.profiles.portrait import GALLERY_CHARS, SUMMARY_CHARS, Portrait
from relove_core.redaction import PLACEHOLDER
from relove_core.testing.builders import a_stream
from tests.unit.profiles.drafts import GALLERY, PROVEN, SAID, SUMMARY, a_draft, with_

REDACTOR = RussianRedactor()
TOLD = (
    *SAID,
    "Вчера Сергей опять не пришёл, а Анна, говорит, подождёт. У меня депрессия, кажется.",
    "Хочу мира. Подруга сказала: «дай время», и я даю.",
    "Я не ем. Бывшая сказала, что у меня невроз.",
)
STREAMS = (a_stream("hero-path"), a_stream("open-heart"), a_stream("old-one", is_active=False))


def measure(*said: str, names: tuple[str, ...] = ("Анна", "@anna_k"), marked: tuple[str, ...] = ()) -> Measure:
    said = said or TOLD
    hidden = REDACTOR.hide(said, known={}, names=names)
    words = Words.of(hidden, said=said, shown=hidden.texts)
    return Measure(words=words, hidden=hidden, names=names, offered=Offered(streams=STREAMS, marked=marked))


def judged(draft: PortraitDraft, measured: Measure | None = None) -> Portrait | Fault:
    return believed(draft, measured or measure(), REDACTOR)


def drawn(draft: PortraitDraft, measured: Measure | None = None) -> Portrait:
    portrait = judged(draft, measured)
    assert isinstance(portrait, Portrait)
    return portrait


def placeholder_of(name: str) -> str:
    return next(p for p, original in measure().hidden.placeholders.items() if original == name)


def test_a_portrait_that_rests_on_what_was_said_is_kept_as_it_is() -> None:
    assert drawn(a_draft()) == Portrait(summary=SUMMARY, gallery=GALLERY)


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("Пишет на boss@evil.example.", Fault.BRINGS_IN),
        ("Подробнее на https://evil.example/x.", Fault.BRINGS_IN),
        ("Её ник @evil_admin.", Fault.BRINGS_IN),
        ("Телефон +7 916 123-45-67.", Fault.BRINGS_IN),
        ("Набери /place 101 ORDEAL.", Fault.BRINGS_IN),
        ("Зайди на [сайт](зло).", Fault.BRINGS_IN),
        ("Похоже на депрессию.", Fault.DIAGNOSIS),
        ("Говорит: «у меня биполярка».", Fault.DIAGNOSIS),
        ("С [ИМЯ_77] говорит редко.", Fault.PLACEHOLDER),
        ("С [ИМЯ_ 77] и [ПОЛЬЗОВАТЕЛЬ_2] говорит редко.", Fault.PLACEHOLDER),
        ("С [ИМЯ] говорит редко.", Fault.PLACEHOLDER),
        ("Звонит на [номер телефона].", Fault.PLACEHOLDER),
        ("С ИМЯ_1 говорит редко.", Fault.PLACEHOLDER),
        ("Любит Бориса и живёт его делами.", Fault.NAMES),
        ("Мария Ивановна для неё пример.", Fault.NAMES),
        ("Ждёт, что Сергей придёт сам.", Fault.NAMES),
        ("Ира для неё пример.", Fault.NAMES),
        ("Анна устаёт и молчит об этом.", Fault.NAMES),
    ],
)
def test_what_a_portrait_must_not_say_makes_all_of_it_refused(sentence: str, fault: Fault) -> None:
    assert judged(a_draft(with_(sentence))) is fault
    assert judged(a_draft(gallery=sentence)) is fault


@pytest.mark.parametrize(
    ("summary", "fault"),
    [
        ("Устала.", Fault.BRIEF),
        ("", Fault.BRIEF),
        ("She is tired of helping everybody, and nobody helps her. " * 5, Fault.LANGUAGE),
        ("**" * 200, Fault.BRIEF),
        ("1985. 2019. " * 20, Fault.BRIEF),
    ],
)
def test_too_little_or_another_language_is_no_portrait(summary: str, fault: Fault) -> None:
    assert judged(a_draft(summary)) is judged(a_draft(summary, gallery="")) is fault


@pytest.mark.parametrize(
    "evidence",
    [
        (),
        ("Я люблю кататься на лыжах",),
        ("Я всем помогаю, а мне никто", "Я люблю кататься на лыжах"),
        ("а мне",),
        ("Я всем помогаю, а мне никто Так было всегда нахожу",),
        ("моги",),
    ],
)
def test_a_portrait_of_somebody_else_is_refused(evidence: tuple[str, ...]) -> None:
    assert judged(a_draft(evidence=evidence)) is Fault.UNPROVEN


@pytest.mark.parametrize(
    "evidence",
    [
        ("я всем помогаю — а мне никто!", "ещё с мамой"),
        ("Я ВСЕМ ПОМОГАЮ", "еще с мамой", "Я люблю кататься на лыжах"),
        (SAID[1],),
    ],
)
def test_a_slip_of_the_pen_or_one_wrong_quotation_does_not_make_it_somebody_elses(evidence: tuple[str, ...]) -> None:
    assert drawn(a_draft(evidence=evidence)).summary == SUMMARY


def test_words_are_proven_as_the_model_was_shown_them_and_as_they_were() -> None:
    sergey = placeholder_of("Сергей")
    shown, raw = (f"Вчера {name} опять не пришёл" for name in (sergey, "Сергей"))

    assert drawn(a_draft(evidence=[shown])) == drawn(a_draft(evidence=[raw]))


def test_the_persons_own_word_for_a_disease_may_be_quoted_and_nobody_elses() -> None:
    assert drawn(a_draft(with_("Говорит: «У меня депрессия, кажется»."))).summary.endswith("кажется».")
    assert drawn(a_draft(with_("Слово бывшей — «невроз»."))).summary.endswith("«невроз».")
    assert judged(a_draft(with_("Говорит: «Депрессия меня съела»."))) is Fault.DIAGNOSIS
    assert judged(a_draft(with_("Слово бывшей — «психоз»."))) is Fault.DIAGNOSIS


def test_a_short_quotation_is_one() -> None:
    assert drawn(a_draft(with_("Говорит: «я не ем»."))).summary.endswith("Говорит: «я не ем».")


QUOTED = ("«{}»", '"{}"', "“{}”", "„{}“", "„{}”")


@pytest.mark.parametrize("form", QUOTED)
def test_quotation_marks_of_any_kind_quote(form: str) -> None:
    own, foreign = form.format("У меня депрессия, кажется"), form.format("я уеду в горы навсегда")

    summary = drawn(a_draft(with_(f"Говорит: {own} и {foreign}."))).summary

    assert summary.endswith(f"Говорит: {own} и я уеду в горы навсегда.")


def test_quotations_within_quotations_are_looked_at_as_well() -> None:
    own = "«Подруга сказала: «дай время», и я даю»"

    summary = drawn(a_draft(with_(f"Говорит: {own} и «брось его, я уеду „в горы навсегда“»."))).summary

    assert summary.endswith(f"Говорит: {own} и брось его, я уеду в горы навсегда.")


def test_what_is_left_out_of_a_quotation_is_no_placeholder() -> None:
    assert isinstance(judged(a_draft(with_("Говорит: «Я всем помогаю [...] мне никто»."))), Portrait)


def test_words_that_were_never_said_are_no_quotation() -> None:
    told = "Говорит: «а мне никто», «я уеду в горы навсегда» и «надо»; ей близок «Путь Героя»."

    assert drawn(a_draft(with_(told))).summary.endswith(
        "Говорит: «а мне никто», я уеду в горы навсегда и «надо»; ей близок «Путь Героя»."
    )


def test_a_portrait_has_no_names() -> None:
    anna, sergey = placeholder_of("Анна"), placeholder_of("Сергей")

    portrait = drawn(a_draft(with_(f"{anna} устаёт. Важнее всех {sergey}."), gallery=f"{anna} держит всех."))

    assert portrait.summary.endswith("Этот человек устаёт. Важнее всех близкий человек.")
    assert portrait.gallery == "Этот человек держит всех."
    assert not PLACEHOLDER.search(portrait.summary + portrait.gallery)


def test_a_name_in_two_parts_is_one_person() -> None:
    measured = measure(*SAID, "Мария Ивановна меня учила.")
    both = "".join(measured.hidden.texts[-1]).split(" меня")[0]

    portrait = drawn(a_draft(with_(f"Пример для неё — {both}, и это важно.")), measured)

    assert portrait.summary.endswith("Пример для неё — близкий человек, и это важно.")


def test_a_placeholder_that_stands_for_no_name_is_nothing_to_say_about_somebody() -> None:
    measured = measure(*SAID, "Звоните мне на 8 916 123-45-67.")
    (phone,) = (p for p in measured.hidden.placeholders if "ТЕЛЕФОН" in p)

    assert judged(a_draft(with_(f"Звонит на {phone}.")), measured) is Fault.PLACEHOLDER


@pytest.mark.parametrize("sentence", ["Любовь для неё — забота, вера в себя растёт.", "С Наташей говорит прямо."])
def test_a_word_that_is_a_name_elsewhere_and_the_coach_are_no_strangers(sentence: str) -> None:
    assert drawn(a_draft(with_(sentence))).summary == with_(sentence)


def test_whoever_is_called_like_a_word_may_have_that_word_in_their_portrait() -> None:
    measured = measure(names=("Любовь", "Надежда"))

    portrait = drawn(a_draft(with_("Любовь для неё — это забота, надежда есть.")), measured)

    assert portrait.summary.endswith("Любовь для неё — это забота, надежда есть.")


def test_bold_letters_and_bullets_are_taken_out() -> None:
    portrait = drawn(a_draft(f"**Портрет**\n- {SUMMARY}", gallery="`Держит` всех"))

    assert portrait.summary == f"Портрет\n{SUMMARY}"
    assert portrait.gallery == "Держит всех"


def test_the_line_is_clipped_and_never_missing() -> None:
    long = drawn(a_draft(gallery="слово " * 100)).gallery
    none = drawn(a_draft(gallery="")).gallery

    assert len(long) <= GALLERY_CHARS
    assert long.endswith("…")
    assert none.startswith("Она много лет держит")


def test_only_programmes_that_there_are_are_named_and_what_they_said_themselves_comes_first() -> None:
    draft = a_draft(completed=["hero-path", "free-money"], interesting=["hero-path", "old-one", "free-money"])

    portrait = drawn(draft, measure(marked=("open-heart", "gone")))

    assert portrait.completed == ("hero-path",)
    assert portrait.interesting == ("open-heart",)


def test_who_has_told_too_little_has_no_portrait_whatever_stands_beside_that() -> None:
    draft = PortraitDraft(is_enough=False, summary="Выдумано", evidence=PROVEN, interesting=("hero-path",))

    assert drawn(draft, measure(marked=("open-heart",))) == Portrait(
        summary=INSUFFICIENT, interesting=("open-heart",), is_enough=False
    )


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"is_enough": True, "summary": "а" * (SUMMARY_CHARS + 1)},
        {"is_enough": True, "evidence": ["слова"] * 6},
        {"is_enough": True, "summary": None},
        {"is_enough": True, "is_admin": True},
    ],
)
def test_what_is_outside_of_the_shape_is_no_draft(values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        PortraitDraft.model_validate(values)
