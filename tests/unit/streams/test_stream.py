"""A programme refuses what cannot be shown, and names the field."""

from decimal import Decimal
from typing import Any

import pytest

from relove_core.errors import InvalidInput
from relove_core.streams.links import LinkHosts
from relove_core.streams.model import MOST_SIGNS, Stream
from relove_core.streams.purchases import Buyer, Order, PurchaseKind
from relove_core.streams.save_stream import SaveStream
from relove_core.testing.builders import a_stream
from tests.unit.house import House


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("slug", slug) for slug in ("", "Путь", "hero path", "hero:path", "-hero", "a--b", "A", "a" * 41, "a\n")),
        *(("title", title) for title in ("", "  ", "т" * 61, "две\nстроки")),
        *(("promise", promise) for promise in ("", "п" * 301)),
        *(("price_note", note) for note in ("", "ц" * 121)),
        *(("signs", signs) for signs in ((), ("",), ("з" * 201,), ("знак",) * (MOST_SIGNS + 1))),
        *(("position", position) for position in (-1, 1001)),
    ],
)
def test_a_wrong_field_is_named(field: str, value: Any) -> None:
    with pytest.raises(InvalidInput, match=f"^{field}: "):
        a_stream(**{field: value})


async def test_a_saved_programme_is_in_the_catalogue() -> None:
    house = House()
    stream = a_stream()
    await _save(house, stream)

    assert house.world.state.streams == {stream.slug: stream}


async def test_a_link_off_the_list_is_not_saved() -> None:
    house = House()

    with pytest.raises(InvalidInput, match=r"^link: .*relove\.ru$"):
        await _save(house, a_stream(link="https://evil.example/"))

    assert house.world.state.streams == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"order_id": ""},
        {"order_id": "a b"},
        {"order_id": "x" * 101},
        {"currency": "rub"},
        {"currency": "РУБ"},
        {"amount": Decimal("-0.01")},
        {"amount": Decimal("NaN")},
        {"amount": Decimal("Infinity")},
    ],
    ids=str,
)
def test_an_order_refuses_what_none_is(wrong: dict[str, Any]) -> None:
    right: dict[str, Any] = {"order_id": "A-1", "currency": "RUB", "amount": Decimal(0)}
    Order(kind=PurchaseKind.PURCHASE, stream="a", **right)

    with pytest.raises(ValueError, match=next(iter(wrong)).partition("_")[0]):
        Order(kind=PurchaseKind.PURCHASE, stream="a", **(right | wrong))


def test_a_buyer_is_somebody() -> None:
    with pytest.raises(ValueError, match="named somehow"):
        Buyer()


async def _save(house: House, stream: Stream) -> None:
    await SaveStream(begin=house.world.begin, hosts=LinkHosts.of(["relove.ru"]))(stream)
