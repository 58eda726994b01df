"""Voice messages: their words are taken like written ones, and where they cannot be, the person is told."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from relove_core.delivery.model import Button, Lane
from relove_core.errors import InvalidInput, Unavailable
from relove_core.llm import ModelFailed, ModelsOff, NothingHeard, SpendingCapReached
from relove_core.safety.levels import CrisisLevel
from relove_core.safety.transitions import HeldForSafety
from relove_core.sessions.hear_voice import HearVoice
from relove_core.sessions.model import Remark, SessionState
from relove_core.sessions.recording import MOST_BYTES, Recording, RecordingTooBig, RecordingUnavailable
from relove_core.sessions.said import Said, remarks_of
from relove_core.sessions.take_spoken import ECHO_CHARS, TakeSpoken
from relove_core.testing.builders import ANNA, a_contact, a_turn
from relove_core.testing.scripted_model import Line, Meanwhile
from relove_core.testing.scripted_transcriber import Heard, KeptRecordings, ScriptedTranscriber, WhileListening
from relove_core.transactions import StorageUnavailable
from relove_core.users.consent import ConsentKind, ConsentMissing
from tests.unit.house import House

FIVE_MINUTES = timedelta(minutes=5)
SOUND = b"OggS a sound that nobody keeps"


class Ears:
    """Anna's house with somebody in it who hears; ``heard``: what she says aloud, message by message."""

    def __init__(self, *heard: Heard, coach: tuple[Line, ...] = (), hears_voice: bool = True) -> None:
        self.house = house = House(*coach)
        self.transcriber = ScriptedTranscriber(*heard)
        self.recordings = KeptRecordings({"f": SOUND})
        begin, clock = house.world.begin, house.world.clock
        self.hear = HearVoice(
            begin=begin,
            recordings=self.recordings,
            transcriber=self.transcriber,
            take=TakeSpoken(
                begin=begin,
                pause=house.pause,
                hear_crisis=house.hear_crisis,
                support=house.support,
                continue_session=house.continue_session,
                texts=house.texts,
                clock=clock,
            ),
            support=house.support,
            texts=house.texts,
            hears_voice=hears_voice,
            longest=FIVE_MINUTES,
        )

    async def speaks(self, *, seconds: int = 7, size: int | None = 1000, **about: Any) -> None:
        """``about``: what differs from Anna as she is now."""
        cause = await self.house.cause()
        contact = replace(await self.house.contact(), **about)
        await self.hear(cause, contact, recording(seconds, size), 900)

    async def said(self) -> list[str]:
        return [r.text for r in (await self.house.session()).history]

    def is_untouched(self) -> bool:
        return not self.recordings.fetched and not self.transcriber.heard


def recording(seconds: int = 7, size: int | None = 1000, mime: str | None = "audio/ogg") -> Recording:
    return Recording(file_id="f", lasts=timedelta(seconds=seconds), size=size, mime=mime)


async def test_what_is_spoken_is_answered_like_what_is_written_and_echoed() -> None:
    ears = Ears("Я устала от всех.", coach=(a_turn("И давно?"),))
    await ears.house.in_session()
    await ears.speaks()

    assert await ears.house.sent() == ["voice-heard(words=Я устала от всех.)\n\nИ давно?"]
    assert await ears.said() == ["Что болит?", "Я устала от всех.", "И давно?"]
    (voice,) = ears.transcriber.heard
    assert (voice.person, voice.content, voice.file_name, voice.lasts.seconds) == (ANNA, SOUND, "voice.ogg", 7)
    assert await ears.house.is_quiet()


async def test_the_remark_knows_its_update_and_its_message() -> None:
    ears = Ears("Я устала", coach=(a_turn(),))
    await ears.house.in_session()
    await ears.speaks()

    spoken = (await ears.house.session()).history[1]
    assert (spoken.update_id, spoken.telegram_message_id, spoken.is_answered) == (2, 900, True)


async def test_a_long_speech_is_kept_whole_and_echoed_in_a_line() -> None:
    words = "\n".join(["слово <b>"] * 1200)
    ears = Ears(words, coach=(a_turn("Коротко?"),))
    await ears.house.in_session()
    await ears.speaks()

    (sent,) = await ears.house.sent()
    echo = sent.partition("\n\n")[0]
    assert "\n" not in echo
    assert "<b>" not in echo
    assert "…" in echo
    assert len(echo) < 2 * ECHO_CHARS
    assert " ".join((await ears.said())[1:-1]).split() == words.split()


async def test_without_a_session_it_is_echoed_and_one_is_offered() -> None:
    ears = Ears("Привет")
    await ears.speaks()

    assert await ears.house.sent() == ["voice-heard(words=Привет)\n\nno-session"]


async def test_in_a_pause_it_is_kept_and_not_answered() -> None:
    ears = Ears("Ты тут?")
    await ears.house.in_session()
    await ears.house.stops()
    await ears.speaks()

    assert await ears.house.sent() == ["pause-begun", "voice-heard(words=Ты тут?)\n\npaused"]
    assert [r.text for r in (await ears.house.session()).unanswered] == ["Ты тут?"]


@pytest.mark.parametrize("word", ["Стоп.", "стоп", "Хватит!", "Пауза…"])
async def test_a_spoken_stop_word_pauses(word: str) -> None:
    ears = Ears(word)
    await ears.house.in_session()
    await ears.speaks()

    assert await ears.house.sent() == ["pause-begun"]
    assert (await ears.house.session()).state is SessionState.PAUSED
    assert await ears.said() == ["Что болит?"]
    assert not ears.house.model.asked


@pytest.mark.parametrize("in_session", [True, False])
async def test_a_danger_in_what_is_spoken_takes_the_way_of_every_danger(in_session: bool) -> None:
    ears = Ears("Я больше не хочу жить.")
    await ears.house.make_admin()
    if in_session:
        await ears.house.in_session()
    await ears.speaks()

    answer, alert = await ears.house.sent()
    assert answer.startswith("safety-crisis(")
    assert "voice-heard" not in answer
    assert alert.startswith("alert-crisis(")
    assert ears.house.world.state.safety[ANNA].level is CrisisLevel.CRISIS
    assert not ears.house.model.asked
    if in_session:
        assert "Я больше не хочу жить." in await ears.said()


async def test_who_is_held_is_answered_at_once_and_their_voice_goes_nowhere() -> None:
    ears = Ears("Мне страшно")
    await ears.house.in_session()
    await ears.house.despairs()
    await ears.house.sent()
    await ears.speaks()

    (spoken,) = await ears.house.sent()
    assert spoken.startswith("support-unheard(")
    assert "112" in spoken
    assert ears.is_untouched()
    assert ears.house.world.state.alerts, "the alert stays"


async def test_who_is_held_by_the_time_the_words_are_there_gets_supporting_words() -> None:
    ears = Ears()
    ears.transcriber.script = [WhileListening(ears.house.despairs, "Ну и вот")]
    await ears.house.in_session()
    await ears.speaks()

    crisis, support = await ears.house.sent()
    assert crisis.startswith("safety-crisis(")
    assert support.startswith("support-listening-")
    assert "Ну и вот" in await ears.said()
    assert not ears.house.model.asked


@pytest.mark.parametrize("in_session", [True, False])
async def test_a_pause_asked_for_meanwhile_is_kept_and_so_are_the_words(in_session: bool) -> None:
    ears = Ears()
    ears.transcriber.script = [WhileListening(ears.house.stops, "Я устала")]
    if in_session:
        await ears.house.in_session()
    await ears.speaks()

    assert await ears.house.sent() == ["pause-begun"]
    assert await ears.house.is_quiet()
    if in_session:
        assert [r.text for r in (await ears.house.session()).unanswered] == ["Я устала"]


async def test_a_stop_while_the_coach_answers_drops_the_answer() -> None:
    ears = Ears("Я устала")
    ears.house.model.script = [Meanwhile(ears.house.stops, a_turn("Поздно"))]
    await ears.house.in_session()
    await ears.speaks()

    assert await ears.house.sent() == ["pause-begun"]


async def test_nothing_is_open_while_somebody_listens() -> None:
    async def write() -> None:
        async with ears.house.world.begin() as tx:  # refused where one is open
            await tx.users.came_by(ANNA, "spring")

    ears = Ears(coach=(a_turn("Дальше"),))
    ears.transcriber.script = [WhileListening(write, "Я устала")]
    await ears.house.in_session()
    await ears.speaks()

    assert (await ears.house.anna()).source == "spring"


async def test_without_consent_no_voice_leaves() -> None:
    ears = Ears("Привет")

    with pytest.raises(ConsentMissing):
        await ears.speaks(consents=frozenset({ConsentKind.RULES}))

    assert ears.is_untouched()


async def test_who_has_switched_voice_off_is_told_how_to_switch_it_on() -> None:
    ears = Ears("Привет")
    await ears.speaks(takes_voice=False)

    (message,) = (m.message for m in await ears.house.world.messages())
    assert message is not None
    assert message.html == "voice-off"
    assert [b.action.encode() for row in message.buttons for b in row if isinstance(b, Button)] == ["set:voice:on"]
    assert ears.is_untouched()


async def test_where_nobody_transcribes_it_is_said_honestly() -> None:
    ears = Ears(hears_voice=False)
    await ears.speaks(takes_voice=False)

    assert await ears.house.sent() == ["voice-unsupported"]
    assert ears.is_untouched()


@pytest.mark.parametrize(
    ("seconds", "size"), [(301, 1000), (86_400, None), (7, MOST_BYTES + 1)], ids=["long", "very long", "large"]
)
async def test_what_is_too_long_or_too_large_is_not_fetched(seconds: int, size: int | None) -> None:
    ears = Ears("Привет")
    await ears.speaks(seconds=seconds, size=size)

    assert await ears.house.sent() == ["voice-too-long(minutes=5)"]
    assert ears.is_untouched()


async def test_five_minutes_are_taken() -> None:
    ears = Ears("Привет")
    await ears.speaks(seconds=300, size=MOST_BYTES)

    assert (await ears.house.sent())[0].startswith("voice-heard(")


@pytest.mark.parametrize("heard", [NothingHeard("silence"), "", " \n", "…", "."], ids=repr)
async def test_a_recording_without_words_is_told(heard: Heard) -> None:
    ears = Ears(heard)
    await ears.house.in_session()
    await ears.speaks()

    assert await ears.house.sent() == ["voice-empty"]
    assert await ears.said() == ["Что болит?"]


FAILURES = [
    ModelFailed("503"),
    ModelsOff("off"),
    SpendingCapReached("spent"),
    Unavailable("nobody"),
]


@pytest.mark.parametrize("failure", FAILURES, ids=lambda e: e.code)
async def test_who_cannot_be_heard_is_told_and_nothing_is_half_kept(failure: Unavailable) -> None:
    ears = Ears(failure)
    await ears.house.in_session()
    await ears.speaks()

    assert await ears.house.sent() == ["voice-failed"]
    assert await ears.said() == ["Что болит?"]
    assert await ears.house.is_quiet()


@pytest.mark.parametrize(
    ("sound", "told"),
    [
        (RecordingUnavailable("gone"), "voice-failed"),
        (RecordingTooBig("big"), "voice-too-long(minutes=5)"),
        (b"", "voice-empty"),
    ],
    ids=["gone", "big", "empty"],
)
async def test_a_recording_that_cannot_be_had_is_told(sound: bytes | Unavailable | InvalidInput, told: str) -> None:
    ears = Ears("Привет")
    ears.recordings.sounds["f"] = sound
    await ears.speaks()

    assert await ears.house.sent() == [told]
    assert not ears.transcriber.heard


async def test_while_storage_is_gone_the_work_is_left_for_later() -> None:
    ears = Ears(StorageUnavailable("no ledger"))
    await ears.house.in_session()

    with pytest.raises(StorageUnavailable):
        await ears.speaks()

    assert not await ears.house.is_quiet()
    assert await ears.house.sent() == []


async def test_a_second_run_asks_nobody_again_and_keeps_nothing_twice() -> None:
    ears = Ears(coach=(a_turn("И давно?"),))
    await ears.house.in_session()
    cause = await ears.house.cause()
    said = Said(update_id=cause.update_ids[0], telegram_message_id=900, text="Я устала")
    async with ears.house.world.begin() as tx:
        await tx.sessions.hear(ANNA, remarks_of([said], at=ears.house.now()), at=ears.house.now())
    await ears.hear(cause, a_contact(runs=2), recording(), 900)

    assert await ears.house.sent() == ["voice-heard(words=Я устала)\n\nИ давно?"]
    assert await ears.said() == ["Что болит?", "Я устала", "И давно?"]
    assert ears.is_untouched()


async def test_a_second_run_of_what_was_never_heard_listens() -> None:
    ears = Ears("Я устала", coach=(a_turn("И давно?"),))
    await ears.house.in_session()
    cause = await ears.house.cause()
    await ears.hear(cause, a_contact(runs=2), recording(), 900)

    assert await ears.said() == ["Что болит?", "Я устала", "И давно?"]


async def test_what_is_written_after_it_is_answered_after_it_and_once() -> None:
    ears = Ears("Раз", coach=(a_turn("Первый?"), a_turn("Второй?")))
    await ears.house.in_session()
    await ears.speaks()
    await ears.house.says("Два")

    assert [text.rpartition("\n\n")[2] for text in await ears.house.sent()] == ["Первый?", "Второй?"]
    assert await ears.said() == ["Что болит?", "Раз", "Первый?", "Два", "Второй?"]


async def test_a_crisis_that_the_session_knows_first_is_no_question() -> None:
    """The flag was raised between the last look and the moment when the words are kept."""
    ears = Ears("Ну и вот")
    await ears.house.in_session()
    cause = await ears.house.cause()
    async with ears.house.world.begin() as tx:
        session = await tx.sessions.active_of(ANNA)
        assert session is not None
        await tx.sessions.save(replace(session, state=SessionState.SUPPORT))

    with pytest.raises(HeldForSafety):
        await ears.hear(cause, a_contact(), recording(), 900)

    remark = (await ears.house.session()).history[-1]
    assert isinstance(remark, Remark)
    assert remark.text == "Ну и вот"


@pytest.mark.parametrize(
    ("mime", "name"),
    [("audio/ogg", "voice.ogg"), ("audio/webm", "voice.webm"), (None, "voice.ogg"), ("x/../../etc", "voice.ogg")],
)
def test_the_ending_of_the_file_tells_the_format(mime: str | None, name: str) -> None:
    assert recording(mime=mime).file_name == name


async def test_a_voice_message_never_overtakes() -> None:
    ears = Ears("Стоп")
    await ears.house.in_session()
    await ears.speaks()

    assert all(u.lane is Lane.TALK for u in await ears.house.world.updates())
