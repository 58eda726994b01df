"""Making one person's portrait anew: what is kept, what is left alone, and when it is tried again."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from relove_core.errors import Unavailable
from relove_core.llm import ModelFailed, Usage
from relove_core.profiles.drafting import FAULT, INSUFFICIENT, Fault, PortraitDraft
from relove_core.profiles.freshness import RETRIES
from relove_core.profiles.portrait import Portrait, Provenance, VersionAuthor
from relove_core.profiles.refresh_profile import MOST_LOST, Refreshed
from relove_core.profiles.rotation import Outcome, ProfileOutdated
from relove_core.telegram import Photo, PublicPage, ReadLater
from relove_core.testing.builders import ANNA, BORIS
from relove_core.testing.scripted_model import Meanwhile
from relove_core.transactions import StorageUnavailable
from tests.unit.profiles.drafts import GALLERY, SAID, SUMMARY, a_draft, with_
from tests.unit.profiles.studio import LATER, Studio

JPEG = b"\xff\xd8\xff" + bytes(10)
PHOTO = Photo(key="k1", jpeg=JPEG)
WEEK, DAY = timedelta(days=7), timedelta(days=1)
OTHER = a_draft(SUMMARY.replace("много лет", "по-прежнему"))
FOREIGN = a_draft(with_("Любит горы и ходит туда одна."), evidence=("Я люблю кататься на лыжах",))
SKIPPED: dict[Outcome, Callable[[Studio], Awaitable[None]]] = {
    Outcome.HELD: Studio.despairs,
    Outcome.NO_CONSENT: Studio.withdraws,
    Outcome.INACTIVE: Studio.blocks,
}


async def at_home(*script: PortraitDraft | Unavailable | Meanwhile) -> Studio:
    studio = Studio(*script)
    await studio.moves_in()
    return studio


async def test_a_portrait_is_made_of_the_persons_words_and_kept_with_where_it_comes_from() -> None:
    studio = await at_home(a_draft(interesting=["open-heart"]))
    studio.pages[ANNA] = PublicPage(bio="Мама двоих", posts=("Первый пост",))

    refreshed = await studio.refreshed()

    (version,) = await studio.versions()
    anna = await studio.anna()
    assert refreshed == Refreshed(outcome=Outcome.UPDATED)
    assert version.portrait == Portrait(summary=SUMMARY, gallery=GALLERY, interesting=("open-heart",))
    assert version.provenance.author is VersionAuthor.ROTATION
    assert version.provenance.sources == {"activities": 4, "remarks": 3, "posts": 1, "bio": 1}
    assert version.provenance.model == "scripted"
    assert (anna.psychological_summary, anna.profile_summary, anna.streams) == (SUMMARY, GALLERY, ("open-heart",))
    assert studio.state().due_at == studio.world.clock.now() + WEEK
    assert studio.state().asked_at is None


async def test_no_model_sees_words_in_which_a_crisis_is_heard() -> None:
    studio = await at_home(a_draft())
    await studio.says("Я не хочу жить")
    studio.pages[ANNA] = PublicPage(
        bio="Хочу умереть",
        posts=("Пеку хлеб", "К вечеру нет сил, и никто не помогает", "Сегодня ночью убью себя, прощайте"),
    )

    assert (await studio.refreshed()).outcome is Outcome.UPDATED

    (prompt,) = studio.model.asked
    shown = [*(u.text for u in prompt.dialogue), *(text for texts in prompt.notes.values() for text in texts)]
    (version,) = await studio.versions()
    assert {"Пеку хлеб", "К вечеру нет сил, и никто не помогает"} <= set(shown)
    assert not [text for text in shown if "жить" in text or "умереть" in text or "прощайте" in text]
    assert version.provenance.sources == {"activities": 5, "remarks": 3, "posts": 2, "bio": 0}


async def test_of_the_same_material_no_model_is_asked_again() -> None:
    studio = await at_home(a_draft(), OTHER)
    await studio.refreshed()
    studio.world.clock.pass_(LATER)

    assert await studio.refreshed() == Refreshed(outcome=Outcome.UNCHANGED)
    assert len(studio.model.asked) == len(await studio.versions()) == 1
    assert studio.state().due_at == studio.world.clock.now() + WEEK

    await studio.says("А сегодня я впервые сказала «нет».")
    assert (await studio.refreshed()).outcome is Outcome.UPDATED
    assert [version.portrait.summary for version in await studio.versions()] == [OTHER.summary, SUMMARY]


@pytest.mark.parametrize("outcome", SKIPPED)
async def test_who_may_not_be_portrayed_is_not_looked_at(outcome: Outcome) -> None:
    studio = await at_home(a_draft())
    await SKIPPED[outcome](studio)

    assert await studio.refreshed() == Refreshed(outcome=outcome)
    assert (studio.reader.asked, studio.model.asked) == ([], [])
    assert await studio.versions() == ()


@pytest.mark.parametrize("outcome", SKIPPED)
async def test_who_may_not_be_portrayed_any_more_is_not(outcome: Outcome) -> None:
    """What happened while the model thought counts."""
    studio = Studio()
    studio.model.script.append(Meanwhile(lambda: SKIPPED[outcome](studio), a_draft()))
    await studio.moves_in()
    studio.pages[ANNA] = PublicPage(photo=PHOTO)

    assert (await studio.refreshed()).outcome is outcome
    assert await studio.versions() == ()
    assert (await studio.anna()).photo_jpeg is None


async def test_crisis_is_looked_at_a_day_later_and_the_others_at_their_next_contact() -> None:
    due = {}
    for outcome, happens in SKIPPED.items():
        studio = await at_home()
        await happens(studio)
        await studio.refreshed()
        due[outcome] = studio.state().due_at

    assert due == {
        Outcome.HELD: studio.world.clock.now() + DAY,
        Outcome.NO_CONSENT: None,
        Outcome.INACTIVE: None,
    }


async def test_of_who_is_erased_meanwhile_nothing_is_written() -> None:
    studio = Studio()
    studio.model.script.append(Meanwhile(studio.is_erased, a_draft()))
    await studio.moves_in()
    studio.pages[ANNA] = PublicPage(photo=PHOTO)

    with pytest.raises(ProfileOutdated):
        await studio.refreshed()

    state = studio.world.state
    assert ANNA not in state.users
    assert ANNA not in state.profile_states
    assert not state.profile_versions


async def test_who_comes_back_after_an_erase_is_a_new_person() -> None:
    studio = Studio()

    async def comes_back() -> None:
        await studio.is_erased()
        await studio.moves_in()

    studio.model.script.append(Meanwhile(comes_back, a_draft()))
    await studio.moves_in()

    with pytest.raises(ProfileOutdated):
        await studio.refreshed()

    assert await studio.versions() == ()
    assert (await studio.anna()).psychological_summary is None


async def test_what_somebody_else_has_in_hand_by_now_is_left_to_them() -> None:
    studio = Studio(a_draft(), OTHER)
    await studio.moves_in()
    claim = await studio.claim()
    theirs = await studio.claim()

    with pytest.raises(ProfileOutdated):
        await studio.refresh_profile(claim)
    await studio.refresh_profile(theirs)

    assert len(studio.model.asked) == len(await studio.versions()) == 1


async def test_of_too_little_nothing_is_made_up_and_no_model_asked() -> None:
    studio = Studio(a_draft())
    await studio.moves_in("Устала.")

    assert [(await studio.refreshed()).outcome for _ in range(2)] == [Outcome.INSUFFICIENT] * 2
    (version,) = await studio.versions()
    assert version.portrait == Portrait(summary=INSUFFICIENT, is_enough=False)
    assert studio.model.asked == []
    assert studio.state().due_at == studio.world.clock.now() + DAY


async def test_once_there_is_more_there_is_a_portrait_that_knows_of_no_earlier_one() -> None:
    studio = Studio(a_draft())
    await studio.moves_in("Устала.")
    await studio.refreshed()
    await studio.says(*(f"{text} И ещё." for text in SUMMARY.split(". ")))
    await studio.says("Я всем помогаю, а мне никто. Боюсь начать первой и злюсь на себя.")

    assert (await studio.refreshed()).outcome is Outcome.UPDATED
    assert "portrait" not in studio.model.asked[0].notes


async def test_a_model_that_says_it_is_too_little_is_believed() -> None:
    studio = await at_home(PortraitDraft(is_enough=False))

    assert (await studio.refreshed()).outcome is Outcome.INSUFFICIENT
    assert [version.portrait.summary for version in await studio.versions()] == [INSUFFICIENT]


async def test_a_model_that_says_so_again_is_asked_once_for_each_material() -> None:
    studio = Studio(*(PortraitDraft(is_enough=False) for _ in range(3)))
    await studio.moves_in("Устала.")
    await studio.refreshed()
    await studio.says(*SAID)

    outcomes = [(await studio.refreshed()).outcome for _ in range(3)]

    assert outcomes == [Outcome.INSUFFICIENT, Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert len(studio.model.asked) == 1


async def test_a_real_portrait_is_never_replaced_by_too_little() -> None:
    studio = await at_home(a_draft(), PortraitDraft(is_enough=False))
    await studio.refreshed()
    await studio.says("Да.")

    assert (await studio.refreshed()).outcome is Outcome.UNCHANGED
    assert (await studio.anna()).psychological_summary == SUMMARY


async def test_a_portrait_that_is_not_believed_is_asked_for_once_more_saying_why() -> None:
    studio = await at_home(FOREIGN, a_draft())

    assert (await studio.refreshed()).outcome is Outcome.UPDATED
    first, second = studio.model.asked
    assert FAULT not in first.facts
    assert second.facts == {**first.facts, FAULT: Fault.UNPROVEN}
    assert (second.notes, second.dialogue) == (first.notes, first.dialogue)
    assert (await studio.anna()).psychological_summary == SUMMARY


async def test_a_portrait_of_somebody_else_leaves_the_old_one_and_says_so() -> None:
    studio = await at_home(a_draft(), FOREIGN, FOREIGN)
    await studio.refreshed()
    await studio.says("И всё-таки я жду.")

    assert await studio.refreshed() == Refreshed(outcome=Outcome.FAILED, reason="unproven")
    assert [version.portrait.summary for version in await studio.versions()] == [SUMMARY]
    assert studio.state().failures == 1
    assert studio.state().asked_at == studio.world.clock.now() + RETRIES[0]


@pytest.mark.parametrize(("failures", "again_in"), [*enumerate(RETRIES), (3, None), (9, None)])
async def test_a_silent_model_is_asked_again_later_and_then_by_the_next_rotation(
    failures: int, again_in: timedelta | None
) -> None:
    studio = await at_home(ModelFailed("500"))

    refreshed = await studio.refreshed(failures=failures)

    now = studio.world.clock.now()
    assert refreshed == Refreshed(outcome=Outcome.FAILED, reason="llm.failed")
    assert studio.state().due_at == now
    assert studio.state().asked_at == (now + again_in if again_in else None)
    assert await studio.versions() == ()


async def test_a_model_that_asks_for_a_rest_gets_it() -> None:
    studio = await at_home(Unavailable("429", retry_after=timedelta(hours=2)))
    await studio.refreshed()

    assert studio.state().asked_at == studio.world.clock.now() + timedelta(hours=2)


async def test_a_rest_that_is_longer_than_a_period_is_not_waited_for() -> None:
    studio = await at_home(Unavailable("429", retry_after=timedelta(days=9000)))
    await studio.refreshed()

    assert studio.state().asked_at == studio.world.clock.now() + DAY


async def test_whoever_was_lost_again_and_again_rests_like_a_failure_and_is_not_touched() -> None:
    studio = await at_home(a_draft())
    claim = await studio.claim()
    twice = await studio.refresh_profile(replace(claim, lost=MOST_LOST - 1))
    again = replace(await studio.claim(), lost=MOST_LOST)
    asked = len(studio.model.asked)
    thrice = await studio.refresh_profile(again)

    assert twice.outcome is Outcome.UPDATED
    assert thrice == Refreshed(outcome=Outcome.FAILED, reason="profile.lost")
    assert len(studio.model.asked) == asked
    assert (studio.state().failures, studio.state().lost, studio.state().lease_until) == (1, 0, None)
    asked_at = studio.state().asked_at
    assert asked_at is not None
    assert RETRIES[0] <= asked_at - studio.world.clock.now() <= 2 * RETRIES[0]


async def test_those_who_were_lost_together_come_back_one_by_one() -> None:
    studio = await at_home()
    await studio.moves_in(user_id=BORIS)
    for user_id in (ANNA, BORIS):
        await studio.refresh_profile(replace(await studio.claim(user_id), lost=MOST_LOST))

    assert studio.state(ANNA).asked_at != studio.state(BORIS).asked_at


async def test_what_a_useless_answer_cost_is_told() -> None:
    usage = Usage(model="m", prompt_tokens=900, completion_tokens=100)
    studio = await at_home(ModelFailed("useless", usage=usage))

    assert (await studio.refreshed()).tokens == 1000


async def test_storage_that_is_down_is_no_failure_of_the_persons() -> None:
    studio = await at_home(StorageUnavailable("down"))

    with pytest.raises(StorageUnavailable):
        await studio.refreshed()

    assert studio.state().failures == 0
    assert studio.state().lease_until is not None


async def test_where_telegram_asks_to_wait_the_person_waits_and_the_third_time_no_more() -> None:
    studio = await at_home(a_draft())
    studio.pages[ANNA] = ReadLater("flood", retry_after=timedelta(hours=3))

    first = await studio.refreshed(failures=0)
    asked_at = studio.state().asked_at
    second = await studio.refreshed(failures=1)
    third = await studio.refreshed(failures=2)

    assert first == second == Refreshed(outcome=Outcome.FAILED, reason="telegram.read_later")
    assert asked_at == studio.world.clock.now() + timedelta(hours=3)
    assert third.outcome is Outcome.UPDATED
    assert (await studio.versions())[0].provenance.sources["posts"] == 0


@pytest.mark.parametrize("now", [PublicPage(bio="Мама двоих", is_whole=False), ReadLater("flood")])
async def test_a_page_that_could_not_be_read_is_no_news_but_new_words_are(now: PublicPage | ReadLater) -> None:
    studio = await at_home(a_draft(), OTHER)
    studio.pages[ANNA] = PublicPage(bio="Мама двоих", posts=("Первый пост",))
    await studio.refreshed()
    studio.world.clock.pass_(LATER)
    studio.pages[ANNA] = now

    assert (await studio.refreshed(failures=2)).outcome is Outcome.UNCHANGED
    assert len(studio.model.asked) == len(await studio.versions()) == 1

    await studio.says("А сегодня я впервые сказала «нет».")
    assert (await studio.refreshed(failures=2)).outcome is Outcome.UPDATED


async def test_what_is_shown_no_more_is_news() -> None:
    studio = await at_home(a_draft(), OTHER)
    studio.pages[ANNA] = PublicPage(bio="Мама двоих", posts=("Первый пост",))
    await studio.refreshed()
    studio.world.clock.pass_(LATER)
    studio.pages[ANNA] = PublicPage(bio="Мама двоих")

    assert (await studio.refreshed()).outcome is Outcome.UPDATED


async def test_too_little_of_half_a_page_is_looked_at_again() -> None:
    studio = Studio(a_draft())
    await studio.moves_in("Устала.")
    await studio.refreshed()
    studio.pages[ANNA] = PublicPage(posts=tuple(SAID), is_whole=False)

    assert (await studio.refreshed()).outcome is Outcome.UPDATED


@pytest.mark.parametrize("script", [(a_draft(),), (ModelFailed("500"),), (PortraitDraft(is_enough=False),)])
async def test_a_new_photo_is_kept_whatever_becomes_of_the_portrait(script: tuple[PortraitDraft, ...]) -> None:
    studio = await at_home(*script)
    studio.pages[ANNA] = PublicPage(photo=PHOTO)
    await studio.refreshed()

    assert (await studio.anna()).photo_jpeg == JPEG
    assert studio.state().photo_key == "k1"


async def test_a_photo_alone_asks_no_model_and_the_same_one_is_not_fetched_again() -> None:
    studio = await at_home(a_draft())
    await studio.refreshed()
    studio.pages[ANNA] = PublicPage(photo=PHOTO)

    assert [(await studio.refreshed()).outcome for _ in range(2)] == [Outcome.UNCHANGED] * 2
    assert (await studio.anna()).photo_jpeg == JPEG


async def test_a_photo_that_they_took_off_is_kept_no_more() -> None:
    studio = await at_home(a_draft())
    studio.pages[ANNA] = PublicPage(photo=PHOTO)
    await studio.refreshed()
    studio.pages[ANNA] = PublicPage()

    await studio.refreshed()

    assert (await studio.anna()).photo_jpeg is None
    assert studio.state().photo_key is None


async def test_what_they_said_to_be_interesting_is_among_the_streams() -> None:
    studio = await at_home(a_draft(completed=["hero-path"], interesting=["hero-path", "free-money"]))
    async with studio.world.begin() as tx:
        await tx.streams.mark_interest(ANNA, "open-heart", is_interested=True)
    await studio.refreshed()

    assert (await studio.anna()).streams == ("hero-path", "open-heart")


async def test_what_an_admin_chooses_while_the_model_thinks_holds() -> None:
    studio = await at_home(a_draft(), OTHER)
    await studio.refreshed()
    await studio.says("А сегодня я сказала «нет».")
    await studio.refreshed()
    _, first = await studio.versions()
    chosen = Provenance(author=VersionAuthor.ADMIN, made_by=BORIS, reason="верный был прежний", restores=first.id)

    async def rolls_back() -> None:
        async with studio.world.begin() as tx:
            await tx.profiles.append(ANNA, first.portrait, chosen, at=studio.world.clock.now())

    studio.model.script.append(Meanwhile(rolls_back, OTHER))
    await studio.says("И завтра скажу.")

    assert (await studio.refreshed()).outcome is Outcome.UNCHANGED
    assert (await studio.versions())[0].provenance == chosen
    assert (await studio.anna()).psychological_summary == SUMMARY


async def test_a_version_that_an_admin_brought_back_stays_until_there_is_something_new() -> None:
    studio = await at_home(a_draft(), OTHER)
    await studio.refreshed()
    await studio.says("А сегодня я сказала «нет».")
    await studio.refreshed()
    newest, first = await studio.versions()
    chosen = Provenance(author=VersionAuthor.ADMIN, made_by=BORIS, reason="верный был прежний", restores=first.id)
    async with studio.world.begin() as tx:
        await tx.profiles.append(ANNA, first.portrait, chosen, at=studio.world.clock.now())
    studio.world.clock.pass_(LATER)

    assert newest.portrait.summary == OTHER.summary
    assert (await studio.refreshed()).outcome is Outcome.UNCHANGED
    assert (await studio.anna()).psychological_summary == SUMMARY
