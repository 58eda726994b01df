"""Where links may lead, and what a click carries on."""

import pytest

from relove_core.errors import InvalidInput
from relove_core.streams.links import LinkHosts, LinkKind, Target, with_click

HOSTS = LinkHosts.of(["relove.ru", "pay.relove.ru:8443"])

ALLOWED = [
    "https://relove.ru",
    "https://relove.ru/",
    "http://relove.ru/a",
    "https://pay.relove.ru:8443/order?id=1&x=%D0%B0#top",
    "https://relove.ru/a//b/../c@d",
]
REFUSED = [
    "",
    "relove.ru",
    "//relove.ru/",
    "https:///relove.ru/",
    "https:/relove.ru/",
    "ftp://relove.ru/",
    "javascript:alert(1)//relove.ru/",
    "data:text/html,relove.ru",
    "https://evil.example/",
    "https://evil.example/relove.ru",
    "https://relove.ru.evil.example/",
    "https://xrelove.ru/",
    "https://www.relove.ru/",
    "https://relove.ru@evil.example/",
    "https://user:relove.ru@evil.example/",
    "https://user@relove.ru/",
    "https://relove.ru:443/",
    "https://relove.ru:/",
    "https://pay.relove.ru/",
    "https://relove.ru\\@evil.example/",
    "https://relove.ru\t.evil.example/",
    "https://relove.ru/ a",
    "https://relove.ru/\r\nSet-Cookie: a=b",
    "https://relove.ru/\n",
    "https://relove.ru?x=1",
    "https://relove.ru#x",
    "https://relove.ru/путь",
    "https://rеlove.ru/",
    "https://RELOVE.ru/",
    "HTTPS://relove.ru/",
    "https://relove.ru/\x00",
    "https://relove.ru/" + "a" * 500,
]


@pytest.mark.parametrize("url", ALLOWED)
def test_an_address_on_a_host_of_the_list_is_allowed(url: str) -> None:
    HOSTS.require(url, field="link")

    assert HOSTS.allows(url)


@pytest.mark.parametrize("url", REFUSED)
def test_anything_else_is_refused_by_the_name_of_its_field_and_what_is_allowed(url: str) -> None:
    with pytest.raises(InvalidInput, match=r"^link: .*pay\.relove\.ru:8443, relove\.ru$"):
        HOSTS.require(url, field="link")


@pytest.mark.parametrize(
    "name", ["", "https://relove.ru", "relove.ru/", "*.relove.ru", "РЕЛАВ.РФ", "Relove.ru", "a b", "-a"]
)
def test_a_host_is_a_name_and_nothing_else(name: str) -> None:
    with pytest.raises(ValueError, match="hosts are names"):
        LinkHosts.of([name])


def test_no_hosts_are_no_list() -> None:
    with pytest.raises(ValueError, match="hosts are names"):
        LinkHosts.of([])


@pytest.mark.parametrize(
    ("url", "followed"),
    [
        ("https://a.ru", "https://a.ru/?relove_click=t"),
        ("https://a.ru/b", "https://a.ru/b?relove_click=t"),
        ("https://a.ru/b?c=d", "https://a.ru/b?c=d&relove_click=t"),
        ("https://a.ru/b#e?f", "https://a.ru/b?relove_click=t#e?f"),
        ("https://a.ru/b?c=d#", "https://a.ru/b?c=d&relove_click=t#"),
    ],
)
def test_the_token_joins_what_the_address_had(url: str, followed: str) -> None:
    assert with_click(url, "t") == followed


@pytest.mark.parametrize(("kind", "stream"), [(LinkKind.STREAM, None), (LinkKind.PLATFORM, "hero-path")])
def test_only_a_link_to_a_programme_says_to_which(kind: LinkKind, stream: str | None) -> None:
    with pytest.raises(ValueError, match="says to which one"):
        Target(kind=kind, url="https://relove.ru/", stream=stream)
