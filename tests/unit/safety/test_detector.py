"""What is heard, what is not, and that nothing harmless hides what is grave."""

import pytest

from relove_core.safety import detector
from relove_core.safety.detector import detect, detect_safely
from relove_core.safety.levels import CrisisLevel
from relove_core.safety.signals import Kind, Signal

_, SUPPORT, CRISIS, IMMINENT = CrisisLevel

HEARD = {
    "я не хочу жить": (CRISIS, Kind.EXPLICIT),
    "думаю спрыгнуть с моста": (CRISIS, Kind.METHOD),
    "опять режу руки лезвием": (CRISIS, Kind.SELF_HARM),
    "прощайте. не вините никого": (CRISIS, Kind.FAREWELL),
    "я наглоталась таблеток": (IMMINENT, Kind.IN_PROGRESS),
    "стою на крыше": (IMMINENT, Kind.MEANS_AT_HAND),
    "у меня есть план как убить себя": (IMMINENT, Kind.PLAN),
    "не вижу смысла жить": (SUPPORT, Kind.HOPELESSNESS),
    "всем будет легче без меня": (SUPPORT, Kind.BURDEN),
    "устала жить": (SUPPORT, Kind.TIRED_OF_LIVING),
    "хочу исчезнуть навсегда": (SUPPORT, Kind.WISH_TO_VANISH),
    "часто думаю о смерти": (SUPPORT, Kind.THOUGHTS_OF_DEATH),
    "сын сказал что не хочет жить": (SUPPORT, Kind.FOR_A_FRIEND),
    "раздаю вещи, больше не понадобятся": (SUPPORT, Kind.PUTTING_IN_ORDER),
    "у меня была попытка суицида": (SUPPORT, Kind.PAST_ATTEMPT),
}

#: Each holds something harmless, and all the same something grave.
NOT_HIDDEN = [
    "это моё последнее слово, простите за всё",
    "моё последнее слово за всё прости",
    "стою на краю новостройки, девятый этаж",
    "не забыла выпить все таблетки",
    "умираю от смеха, но вообще-то я не хочу жить",
    "не хочу умирать, но и жить не хочу",
    "убиться можно, как смешно. а если честно, я хочу умереть",
    "пошутила. но жить правда не хочется",
    "старая я должна умереть, а новая тоже не хочет. я хочу умереть вся",
    "мой дядя повесился, и я тоже хочу повеситься",
    "в песне «я хочу умереть молодым», и я хочу умереть",
    "никогда бы не убила себя раньше, а теперь хочу убить себя",
    "не думаю о работе, думаю о самоубийстве",
    "нет, хочу умереть",
    "мне сказали «возьми себя в руки», а я хочу сдохнуть",
    "смотрю фильм и режу вены",
    "до смерти устала, хочу умереть",
    "я сказала ему «не хочу жить»",
]

NOT_HEARD = [
    "не хочу умирать",
    "никогда бы не убил себя",
    "я не думаю о самоубийстве",
    "суицидальных мыслей нет",
    "умираю от смеха",
    "смерть как хочу спать",
    "хоть вешайся от скуки",
    "повесился компьютер",
    "зарезали бюджет",
    "убила бы за шоколадку",
    "сдохнуть от жары",
    "старая я должна умереть",
    "умереть и возродиться",
    "внутренняя смерть",
    "мой дядя повесился",
    "в фильме героиня режет вены",
    "прыгнула с парашютом",
    "покончила с сахаром",
    "не хочу жить с мамой",
    "хочу исчезнуть на выходные",
    "скоро всё закончится, последний экзамен",
    "выпила таблетку от головы",
    "стою на мосту, фоткаю закат",
    "",
    " ",
    "\u200b",
    "🖤",
    "...",
    "\ud83d",
]


@pytest.mark.parametrize("text", HEARD)
def test_a_signal_says_how_grave_and_of_which_kind(text: str) -> None:
    level, kind = HEARD[text]
    assert detect(text) == Signal(level, kind)


@pytest.mark.parametrize("text", NOT_HIDDEN)
def test_nothing_harmless_hides_what_is_grave(text: str) -> None:
    signal = detect(text)
    assert signal is not None
    assert signal.level >= CRISIS


@pytest.mark.parametrize("text", NOT_HEARD)
def test_what_is_harmless_is_left_alone(text: str) -> None:
    assert detect(text) is None


def test_the_gravest_of_several_signals_counts() -> None:
    assert detect("устала жить. хочу умереть. таблетки передо мной") == Signal(IMMINENT, Kind.MEANS_AT_HAND)


@pytest.mark.parametrize("at", range(0, 5000, 90))
def test_in_a_long_message_it_is_heard_wherever_it_stands(at: int) -> None:
    chatter = "сегодня был обычный день, потом ужин и разговор с мужем про отпуск. " * 75
    start = chatter.rfind(" ", 0, at + 1) + 1
    signal = detect(f"{chatter[:start]}но я не хочу больше жить. {chatter[start:]}")
    assert signal is not None
    assert signal.level is CRISIS


def test_a_detector_that_breaks_means_support(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: str) -> Signal | None:
        raise RecursionError

    monkeypatch.setattr(detector, "detect", broken)
    assert detect_safely("привет") == Signal(SUPPORT, Kind.DETECTOR_FAILED)


def test_a_detector_that_works_is_not_in_the_way() -> None:
    assert detect_safely("привет") is None
    assert detect_safely("хочу умереть") == detect("хочу умереть")


def test_no_signal_is_none_and_not_a_signal_of_nothing() -> None:
    with pytest.raises(ValueError, match="at least support"):
        Signal(CrisisLevel.NORMAL, Kind.EXPLICIT)
