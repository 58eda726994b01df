"""The second ear: what it hears where no phrase is known, what it leaves alone, and what its weights must be."""

from dataclasses import replace

import pytest

from relove_adapters.llm.scripted.loading import load_bank
from relove_adapters.llm.scripted.shelves import Shelves
from relove_adapters.llm.scripted.wording import Gender
from relove_core.safety.detector import detect, known_phrase, pieces
from relove_core.safety.levels import CrisisLevel
from relove_core.safety.likeness.ear import Sound, hear
from relove_core.safety.likeness.features import BITS, buckets, tokens
from relove_core.safety.likeness.meanings import meaning
from relove_core.safety.likeness.weights import UNKNOWN, VERSION, shipped, unpacked
from relove_core.safety.signals import Kind, Signal

NORMAL, SUPPORT, CRISIS, IMMINENT = CrisisLevel
HEAD = shipped().head

GRAVE = [
    "до зарплаты не доживу, сам так решил, ствол в сейфе",
    "пули мне жалко не будет, ствол у отца в сейфе",
    "лягу в могилу сама, не дожидаясь",
    "пора мне в землю, сама себя и отправлю",
    "завтра найдут моё тело, записка в куртке",
]
A_SIGNAL = [
    "зачем мне следующий год, он будет такой же пустой",
    "доживаю, а зачем, не знаю",
    "мне пора освобождать место, всем станет спокойнее",
]
NOTHING = [
    "сижу на балконе с чаем, смотрю на закат",
    "вечером режем салаты, мама командует",
    "умираю как хочу в отпуск",
    "сдала отчёт и выдохнула",
    "боюсь звонить начальнику, а надо",
    "дед умер зимой, скучаю по нему",
    "прощай, диета, здравствуй, торт",
    "ой, всё, пошла спать",
]
CHATTER = "Сегодня был обычный день, потом ужин и разговор с мужем про отпуск. " * 12


def heard(text: str) -> CrisisLevel:
    signal = detect(text)
    return signal.level if signal else NORMAL


def sound_of(text: str) -> Sound:
    piece = next(pieces(text))
    return hear(piece.said, piece.masked, shipped())


@pytest.mark.parametrize("text", GRAVE)
def test_what_is_grave_is_heard_without_a_known_phrase(text: str) -> None:
    assert known_phrase(next(pieces(text))) is None
    assert detect(text) == Signal(CRISIS, Kind.LIKENESS)


@pytest.mark.parametrize("text", A_SIGNAL)
def test_a_signal_is_heard_in_other_words(text: str) -> None:
    assert heard(text) >= SUPPORT


@pytest.mark.parametrize("text", NOTHING)
def test_the_ordinary_is_left_alone(text: str) -> None:
    assert detect(text) is None


@pytest.mark.parametrize("text", GRAVE)
def test_much_chatter_does_not_drown_a_sentence(text: str) -> None:
    assert heard(f"{CHATTER}{text}. {CHATTER}") >= CRISIS
    assert heard(CHATTER) is NORMAL


def test_no_quick_reply_of_the_coach_is_taken_for_a_signal() -> None:
    replies = {reply for phrase in Shelves(load_bank()) for gender in Gender for reply in phrase.replies[gender]}

    assert len(replies) > 1000
    assert {reply for reply in replies if detect(reply)} == set()


def test_a_grave_phrase_is_never_talked_away() -> None:
    silence = Sound(grave=-9, signal=-9)

    assert silence.level_beside(CRISIS, HEAD) is CRISIS
    assert silence.level_beside(IMMINENT, HEAD) is IMMINENT


def test_a_phrase_of_support_is_doubted_only_where_nothing_else_sounds_of_it() -> None:
    below, above = (Sound(grave=-9, signal=HEAD.doubt_below + by) for by in (-0.01, 0.01))

    assert below.level_beside(SUPPORT, HEAD) is NORMAL
    assert above.level_beside(SUPPORT, HEAD) is SUPPORT


def test_what_is_a_signal_anyhow_is_grave_sooner() -> None:
    nearly = Sound(grave=HEAD.grave_with_signal_from, signal=0)

    assert nearly.level_beside(NORMAL, HEAD) is NORMAL
    assert nearly.level_beside(SUPPORT, HEAD) is CRISIS
    assert replace(nearly, signal=HEAD.signal_from).level_beside(NORMAL, HEAD) is CRISIS


def test_the_shipped_weights_are_what_the_loader_expects() -> None:
    weights = shipped()

    assert (HEAD.version, HEAD.bits) == (VERSION, BITS)
    assert len(weights.grave) == len(weights.signal) == 2**BITS
    assert HEAD.doubt_below < HEAD.signal_from
    assert HEAD.grave_with_signal_from < HEAD.grave_from
    assert sum(weight != UNKNOWN for weight in weights.grave) > 10_000
    assert unpacked(weights.packed()) == weights


def test_weights_of_another_version_are_refused() -> None:
    head, _, body = shipped().packed().partition(b"\n")

    with pytest.raises(ValueError, match="made for"):
        unpacked(head.replace(b'"version": 1', b'"version": 2') + b"\n" + body)


def test_every_bucket_is_within_the_weights() -> None:
    seen = buckets(tokens("я не хочу больше жить, 5 таблеток. зачем?"), is_veiled=True)

    assert len(seen) > 20
    assert all(0 <= bucket < 2**BITS for bucket in seen)


def test_the_longest_beginning_names_the_family_of_a_word() -> None:
    assert meaning("умираю") == "DIE"
    assert meaning("умиротворение") == "CALM"
    assert meaning("стеклянный") == meaning("стекло") == "BLADE"
    assert meaning("абракадабра") == ""


def test_the_same_text_sounds_the_same_every_time() -> None:
    assert sound_of(GRAVE[0]) == sound_of(GRAVE[0])
