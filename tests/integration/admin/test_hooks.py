"""Purchases and refunds as the platform tells of them: each kept once, and any error changes nothing."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from apps.admin.signatures import signature_of
from tests.integration.admin.doors import ANNA, BORIS, PLATFORM, SECRET, Doors, doors_of, opened_doors
from tests.integration.admin.processes import NOWHERE

DOC = Path(__file__).parents[3] / "docs" / "hooks.md"


@pytest.fixture
async def doors(database_url: str) -> AsyncIterator[Doors]:
    async with opened_doors(database_url) as doors:
        yield doors


def bought(**other: Any) -> dict[str, Any]:
    told = {
        "order_id": "A-1",
        "kind": "purchase",
        "stream": "shadow-work",
        "amount": "4900.00",
        "currency": "RUB",
        "telegram_id": ANNA,
    }
    return {name: value for name, value in (told | other).items() if value is not None}


def refunded(**other: Any) -> dict[str, Any]:
    return bought(kind="refund", telegram_id=None, **other)


async def purchases(doors: Doors) -> list[tuple[Any, ...]]:
    rows = await doors.rows("SELECT order_id, kind, user_id, stream, amount, currency FROM purchases ORDER BY id")
    return [tuple(row) for row in rows]


async def test_a_purchase_is_kept_and_is_a_step_of_the_buyer(doors: Doors) -> None:
    answer = await doors.tell(bought())

    assert (answer.status_code, answer.json()) == (200, {"status": "recorded"})
    assert [row[:4] for row in await purchases(doors)] == [("A-1", "purchase", ANNA, "shadow-work")]
    assert str((await purchases(doors))[0][4]) == "4900.00"
    assert (await doors.person()).has_purchased_flow
    assert await doors.steps() == {"bought"}
    assert not (await doors.person(BORIS)).has_purchased_flow


async def test_the_buyer_is_known_by_the_token_of_their_click(doors: Doors) -> None:
    location = (await doors.go(await doors.token())).headers["location"]
    token = location.split("relove_click=")[1].partition("#")[0]

    answer = await doors.tell(bought(telegram_id=None, token=token))

    assert answer.status_code == 200
    assert (await doors.person()).has_purchased_flow


async def test_the_same_told_again_is_known_and_another_content_is_refused(doors: Doors) -> None:
    await doors.tell(bought())
    before = await doors.kept()
    again = [await doors.tell(told) for told in (bought(), bought(amount=4900), bought(amount="4900.0"), bought(x=1))]
    token = await doors.token(user_id=BORIS)
    others = [
        bought(amount="4900.01"),
        bought(currency="USD"),
        bought(stream="awakening"),
        bought(telegram_id=BORIS),
        bought(telegram_id=None, token=token),
        bought(telegram_id=999),
    ]
    differing = [await doors.tell(told) for told in others]

    assert [(a.status_code, a.json()) for a in again] == [(200, {"status": "known"})] * 4
    assert [a.status_code for a in differing] == [409] * 6
    assert {a.json()["field"] for a in differing} == {"order_id"}
    await doors.rows("DELETE FROM links")
    assert await doors.kept() == before


async def test_the_same_told_many_times_at_once_is_kept_once(doors: Doors) -> None:
    answers = await asyncio.gather(*(doors.tell(bought()) for _ in range(12)))

    assert sorted(answer.json()["status"] for answer in answers) == ["known"] * 11 + ["recorded"]
    assert len(await purchases(doors)) == 1


async def test_two_people_with_one_order_at_once_are_one_purchase_and_one_refusal(doors: Doors) -> None:
    answers = await asyncio.gather(*(doors.tell(bought(telegram_id=who)) for who in (ANNA, BORIS)))

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert len(await purchases(doors)) == 1


async def test_who_gave_everything_back_has_bought_nothing_and_the_step_stays(doors: Doors) -> None:
    has_some = []
    for told in (bought(), bought(order_id="A-2"), refunded(), refunded(order_id="A-2", amount="100")):
        assert (await doors.tell(told)).status_code == 200
        has_some.append((await doors.person()).has_purchased_flow)
    again = await doors.tell(refunded())

    assert has_some == [True, True, True, False]
    assert (again.status_code, again.json()) == (200, {"status": "known"})
    assert await doors.steps() == {"bought"}


async def test_a_purchase_and_a_refund_at_once_leave_the_flag_right(doors: Doors) -> None:
    for round_ in range(5):
        await doors.tell(bought(order_id=f"old-{round_}"))
        now = refunded(order_id=f"old-{round_}"), bought(order_id=f"new-{round_}")
        await asyncio.gather(*(doors.tell(told) for told in now))
        assert (await doors.person()).has_purchased_flow
        await doors.tell(refunded(order_id=f"new-{round_}"))
        assert not (await doors.person()).has_purchased_flow


async def test_a_refund_that_fits_nothing_is_refused(doors: Doors) -> None:
    await doors.tell(bought())
    before = await doors.kept()
    wrong = [
        refunded(order_id="A-2"),
        refunded(amount="4900.01"),
        refunded(currency="USD"),
        refunded(stream="awakening"),
        bought(kind="refund", telegram_id=BORIS),
    ]

    assert [(await doors.tell(told)).status_code for told in wrong] == [409] * 5
    assert await doors.kept() == before


async def test_who_is_forgotten_leaves_a_purchase_for_the_books(doors: Doors) -> None:
    await doors.tell(bought())
    await doors.rows("DELETE FROM users WHERE id = 1001")

    assert (await doors.tell(bought())).json() == {"status": "known"}
    assert (await doors.tell(refunded())).json() == {"status": "recorded"}
    assert [row[2] for row in await purchases(doors)] == [None, None]
    assert (await doors.tell(bought(order_id="A-3"))).status_code == 422


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (bought(order_id=None), "order_id"),
        (bought(order_id=""), "order_id"),
        (bought(order_id="A 1"), "order_id"),
        (bought(order_id="A\n"), "order_id"),
        (bought(order_id="а"), "order_id"),
        (bought(order_id="x" * 101), "order_id"),
        (bought(order_id=1), "order_id"),
        (bought(kind="gift"), "kind"),
        (bought(kind=None), "kind"),
        (bought(stream="no-such"), "stream"),
        (bought(stream="\x00"), "stream"),
        (bought(stream=""), "stream"),
        (bought(amount="-1"), "amount"),
        (bought(amount="1.001"), "amount"),
        (bought(amount="NaN"), "amount"),
        (bought(amount="Infinity"), "amount"),
        (bought(amount="1E+11"), "amount"),
        (bought(amount="1" * 11), "amount"),
        (bought(amount="много"), "amount"),
        (bought(amount=[]), "amount"),
        (bought(currency="rub"), "currency"),
        (bought(currency="РУБ"), "currency"),
        (bought(currency="RUB\n"), "currency"),
        (bought(telegram_id=999), "telegram_id"),
        (bought(telegram_id=0), "telegram_id"),
        (bought(telegram_id=-1), "telegram_id"),
        (bought(telegram_id=2**52), "telegram_id"),
        (bought(telegram_id="1001"), "telegram_id"),
        (bought(telegram_id=True), "telegram_id"),
        (bought(telegram_id=None), "telegram_id"),
        (bought(telegram_id=None, token="x" * 22), "token"),
        (bought(telegram_id=None, token="\x00"), "token"),
        (bought(token="x" * 22), "token"),
        ([], "body"),
        (b"", "body"),
        (b"{", "body"),
        (b"\xff\xfe", "body"),
        (b"[" * 5000, "body"),
        (b'{"order_id": "\\ud800"}', "body"),
    ],
    ids=str,
)
async def test_what_is_wrong_is_named_and_changes_nothing(doors: Doors, told: object, field: str) -> None:
    before = await doors.kept()

    answer = await doors.tell(told)

    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"].startswith(f"{field}: ")
    assert await doors.kept() == before


@pytest.mark.parametrize("age_s", [301, 86_400, -62, -86_400])
async def test_what_is_not_of_now_is_refused(doors: Doors, age_s: float) -> None:
    answer = await doors.tell(bought(), age_s=age_s)

    assert (answer.status_code, await purchases(doors)) == (401, [])
    assert "X-Relove-Timestamp" in answer.json()["detail"]


@pytest.mark.parametrize("age_s", [290, -50])
async def test_a_clock_may_be_a_little_wrong(doors: Doors, age_s: float) -> None:
    assert (await doors.tell(bought(), age_s=age_s)).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Relove-Signature": ""},
        {"X-Relove-Signature": "sha256=" + "0" * 64},
        {"X-Relove-Signature": "подпись"},
        {"X-Relove-Timestamp": ""},
        {"X-Relove-Timestamp": "вчера"},
        {"X-Relove-Timestamp": "1e9"},
        {"X-Relove-Timestamp": "9" * 400},
        {"X-Relove-Timestamp": "-1"},
    ],
    ids=str,
)
async def test_what_is_not_signed_is_refused_whatever_it_brings(doors: Doors, headers: dict[str, str]) -> None:
    timestamp = str(int(time.time()))
    body = json.dumps(bought()).encode()
    right = {
        "X-Relove-Timestamp": timestamp,
        "X-Relove-Signature": signature_of(SECRET.encode(), timestamp.encode(), body).decode(),
    }
    given = {name.encode(): value.encode() for name, value in (right | headers).items()}

    answer = await doors.client.post("/hooks/purchase", content=body, headers=given)

    assert (answer.status_code, await purchases(doors)) == (401, [])


async def test_another_secret_another_body_or_no_header_is_refused(doors: Doors) -> None:
    other = await doors.tell(bought(), secret="s" * 32)
    timestamp = str(int(time.time())).encode()
    signed = signature_of(SECRET.encode(), timestamp, json.dumps(bought()).encode())
    headers = {b"X-Relove-Timestamp": timestamp, b"X-Relove-Signature": signed}
    changed = await doors.client.post(
        "/hooks/purchase", content=json.dumps(bought(amount="1")).encode(), headers=list(headers.items())
    )
    bare = await doors.client.post("/hooks/purchase", json=bought())
    doubled = await doors.client.post(
        "/hooks/purchase",
        content=json.dumps(bought()).encode(),
        headers=[*headers.items(), (b"X-Relove-Signature", b"sha256=00")],
    )

    assert [a.status_code for a in (other, changed, bare, doubled)] == [401] * 4
    assert await purchases(doors) == []


async def test_a_body_that_is_too_large_is_refused(doors: Doors) -> None:
    answer = await doors.tell(bought(note="x" * 20_000))

    assert (answer.status_code, await purchases(doors)) == (413, [])


async def test_without_a_secret_nothing_is_taken_and_the_reason_is_told(database_url: str) -> None:
    async with opened_doors(database_url, platform_webhook_secret=None) as doors:
        answer = await doors.tell(bought())

        assert (answer.status_code, await purchases(doors)) == (503, [])
        assert "RELOVE_PLATFORM_WEBHOOK_SECRET" in answer.json()["detail"]


async def test_without_a_database_the_platform_is_asked_to_tell_again() -> None:
    async with doors_of(NOWHERE) as doors:
        answer = await doors.tell(bought())

    assert (answer.status_code, answer.json()["status"]) == (503, 503)


async def test_another_method_is_refused(doors: Doors) -> None:
    assert (await doors.client.get("/hooks/purchase")).status_code == 405


async def test_the_log_learns_neither_who_nor_what(doors: Doors) -> None:
    token = await doors.token(PLATFORM)
    with capture_logs() as logs:
        await doors.tell(bought(telegram_id=None, token=token))
        await doors.tell(bought(telegram_id=999, order_id="A-2"))

    assert {entry["event"] for entry in logs} == {"purchase.told", "purchase.refused", "request.answered"}
    assert not any(secret in str(logs) for secret in (token, "A-1", "A-2", "999", SECRET, "4900"))


def test_the_example_of_the_documentation_signs_as_we_do() -> None:
    """The Python of the page, run as it stands."""
    source = DOC.read_text(encoding="utf-8").split("```python\n")[1].split("```")[0]
    done = subprocess.run(
        [sys.executable, "-c", source + "\nprint(signed(b'{}', b'secret', 1700000000))"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == str(
        {
            "X-Relove-Timestamp": "1700000000",
            "X-Relove-Signature": signature_of(b"secret", b"1700000000", b"{}").decode(),
        }
    )
