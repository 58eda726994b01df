"""What an account of the operator's tells, and what it does when Telegram says no."""

import asyncio
from datetime import timedelta

import pytest
from structlog.testing import capture_logs
from telethon import errors
from telethon.tl import functions, types

from relove_adapters.telegram.telethon_account import REST_S, State, TelethonAccount
from relove_adapters.telegram.telethon_reader import TelethonReader
from relove_core.ids import UserId
from relove_core.telegram import PublicPage, ReadLater
from tests.contracts.telegram_reader import LENA, NAME, TelegramReaderContract, lena_of
from tests.unit.telegram.telethon_stub import CHANNEL_NAME, StubTelegram, a_channel, post

RESOLVE = functions.contacts.ResolveUsernameRequest
FULL = functions.users.GetFullUserRequest
HISTORY = functions.messages.GetHistoryRequest


@pytest.fixture
def telegram() -> StubTelegram:
    return StubTelegram()


class TestTelethonReader(TelegramReaderContract):
    pass


@pytest.mark.parametrize("username", [None, "", "ab", "лена", "lena/../x", "a" * 40, "lena\n"])
async def test_without_a_username_nobody_is_looked_for(telegram: StubTelegram, username: str | None) -> None:
    page = await telegram.reader.read(LENA, username=username, photo_key=None)

    assert page == PublicPage()
    assert telegram.opened == 0


async def test_a_username_that_changed_hands_tells_nothing(telegram: StubTelegram) -> None:
    await telegram.lena_shows(bio="Теперь я другая")
    telegram.people[NAME] = types.User(id=LENA + 1, access_hash=11, username=NAME)

    assert await lena_of(telegram) == PublicPage()
    assert telegram.asked == ["ResolveUsernameRequest"]


async def test_a_channel_that_is_only_named_in_the_bio_may_be_anybodys_and_is_not_read(telegram: StubTelegram) -> None:
    bio = f"Жена @{CHANNEL_NAME}, канал t.me/{CHANNEL_NAME}"
    await telegram.lena_shows(bio=bio, posts=["Не мои слова"])
    telegram.shows_channel = False

    assert await lena_of(telegram) == PublicPage(bio=bio)
    assert telegram.asked == ["ResolveUsernameRequest", "GetFullUserRequest"]


@pytest.mark.parametrize(
    "channel",
    [a_channel(username=None), a_channel(broadcast=False, megagroup=True), a_channel(access_hash=None)],
    ids=["private", "group", "out of reach"],
)
async def test_only_public_channels_are_read(telegram: StubTelegram, channel: types.Channel) -> None:
    await telegram.lena_shows(bio="О себе", posts=["Не для всех"])
    telegram.channels = {CHANNEL_NAME: channel}

    assert await lena_of(telegram) == PublicPage(bio="О себе")


async def test_posts_of_others_and_notices_are_left_out(telegram: StubTelegram) -> None:
    await telegram.lena_shows(posts=["своё"])
    forwarded = post(3, "чужое", fwd_from=types.MessageFwdHeader(date=None, from_name="Другой"))
    notice = types.MessageService(id=2, peer_id=types.PeerChannel(1), date=None, action=types.MessageActionPinMessage())
    telegram.posts = [forwarded, notice, *telegram.posts, types.MessageEmpty(id=9, peer_id=None)]

    assert (await lena_of(telegram)).posts == ("своё",)


@pytest.mark.parametrize(
    ("request_type", "error", "left"),
    [
        (RESOLVE, errors.UsernameInvalidError, PublicPage()),
        (RESOLVE, errors.UsernameNotOccupiedError, PublicPage()),
        (FULL, errors.UserIdInvalidError, PublicPage()),
        (FULL, errors.InputUserDeactivatedError, PublicPage()),
        (HISTORY, errors.ChannelPrivateError, PublicPage(bio="О себе")),
        (HISTORY, errors.ChannelInvalidError, PublicPage(bio="О себе")),
        (HISTORY, errors.ChatAdminRequiredError, PublicPage(bio="О себе")),
        (HISTORY, errors.UserBannedInChannelError, PublicPage(bio="О себе")),
    ],
)
async def test_what_is_not_for_us_is_absent(
    telegram: StubTelegram, request_type: type, error: type[errors.RPCError], left: PublicPage
) -> None:
    await telegram.lena_shows(bio="О себе", posts=["пост"])
    telegram.errors[request_type] = error(request=None)

    assert await lena_of(telegram) == left
    assert telegram.account.state is State.FINE


async def test_until_the_wait_is_over_nothing_is_asked(telegram: StubTelegram) -> None:
    await telegram.lena_shows(bio="О себе")
    telegram.errors[FULL] = errors.FloodWaitError(request=None, capture=600)
    with pytest.raises(ReadLater):
        await lena_of(telegram)
    telegram.asked.clear()
    telegram.now = 540.5

    with pytest.raises(ReadLater) as later:
        await lena_of(telegram)

    assert later.value.retry_after == timedelta(seconds=60)
    assert (telegram.asked, telegram.account.state) == ([], State.RESTING)


async def test_when_the_wait_is_over_it_is_asked_again(telegram: StubTelegram) -> None:
    await telegram.lena_shows(bio="О себе")
    telegram.errors[FULL] = errors.FloodWaitError(request=None, capture=600)
    with pytest.raises(ReadLater):
        await lena_of(telegram)
    telegram.errors.clear()
    telegram.now = 600.0

    assert await lena_of(telegram) == PublicPage(bio="О себе")
    assert telegram.account.state is State.FINE


async def test_a_flood_without_a_time_rests_for_a_while(telegram: StubTelegram) -> None:
    await telegram.lena_shows(bio="О себе")
    telegram.errors[None] = errors.FloodError(request=None, message="FLOOD")

    with pytest.raises(ReadLater) as later:
        await lena_of(telegram)

    assert later.value.retry_after == timedelta(seconds=REST_S)


@pytest.mark.parametrize(
    "error",
    [
        errors.SessionRevokedError,
        errors.AuthKeyUnregisteredError,
        errors.UserDeactivatedBanError,
        errors.UserDeactivatedError,
        errors.SessionExpiredError,
        errors.AuthKeyDuplicatedError,
        errors.FrozenMethodInvalidError,
        errors.ApiIdInvalidError,
    ],
)
async def test_a_revoked_session_switches_the_reader_off_with_one_line(
    telegram: StubTelegram, error: type[errors.RPCError]
) -> None:
    await telegram.lena_shows(bio="О себе")
    telegram.errors[None] = error(request=None)

    with capture_logs() as logged:
        pages = [await lena_of(telegram) for _ in range(3)]

    assert pages == [PublicPage()] * 3
    assert logged == [{"event": "telethon.session_revoked", "log_level": "error", "code": error.__name__}]
    assert telegram.asked == ["ResolveUsernameRequest"]
    assert telegram.account.state is State.REVOKED


async def test_a_key_that_telegram_has_forgotten_is_a_revoked_session(telegram: StubTelegram) -> None:
    telegram.connecting = errors.AuthKeyNotFound()

    assert await lena_of(telegram) == PublicPage()
    assert telegram.account.state is State.REVOKED


@pytest.mark.parametrize(
    "error",
    [
        ConnectionError("no route"),
        OSError(),
        TimeoutError(),
        errors.ServerError(request=None, message="INTERNAL"),
        errors.TimedOutError(request=None, message="Timeout"),
        errors.RpcCallFailError(request=None),
        errors.SecurityError("odd"),
        errors.TypeNotFoundError(7, b""),
        asyncio.IncompleteReadError(b"", 4),
        ValueError("Request was unsuccessful 1 time(s)"),
        asyncio.CancelledError(),
    ],
    ids=lambda error: type(error).__name__,
)
@pytest.mark.parametrize("is_early", [True, False])
async def test_an_outage_means_later(telegram: StubTelegram, error: BaseException, is_early: bool) -> None:
    await telegram.lena_shows(bio="О себе")
    if is_early:
        telegram.connecting = error
    else:
        telegram.errors[FULL] = error

    with pytest.raises(ReadLater) as later:
        await lena_of(telegram)

    assert later.value.retry_after is None
    assert telegram.account.state is State.FINE


async def test_after_a_failed_start_it_connects_anew(telegram: StubTelegram) -> None:
    await telegram.lena_shows(bio="О себе")
    telegram.connecting = ConnectionError()
    with pytest.raises(ReadLater):
        await lena_of(telegram)
    telegram.connecting = None

    page = await lena_of(telegram)

    assert page == PublicPage(bio="О себе")
    assert (telegram.opened, telegram.closed) == (2, 1)


async def test_many_at_once_connect_once(telegram: StubTelegram) -> None:
    await telegram.lena_shows(bio="О себе")

    pages = await asyncio.gather(*(lena_of(telegram) for _ in range(10)))

    assert pages == [PublicPage(bio="О себе")] * 10
    assert telegram.opened == 1


async def test_a_telegram_that_does_not_answer_is_left_after_a_while(telegram: StubTelegram) -> None:
    telegram.is_silent = True
    reader = TelethonReader(account=TelethonAccount(telegram, timeout_s=0.01))

    with pytest.raises(ReadLater):
        await reader.read(LENA, username=NAME, photo_key=None)


async def test_whoever_is_cancelled_stays_cancelled(telegram: StubTelegram) -> None:
    reading = asyncio.ensure_future(telegram.reader.read(UserId(LENA), username=NAME, photo_key=None))
    await asyncio.sleep(0)

    reading.cancel()

    with pytest.raises(asyncio.CancelledError):
        await reading


async def test_closing_ends_the_connection(telegram: StubTelegram) -> None:
    await telegram.lena_shows()
    await lena_of(telegram)

    await telegram.account.close()

    assert not telegram.is_connected()
