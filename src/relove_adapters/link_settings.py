"""Settings of the links that people get: where they may lead, and under which address the panel's public side is."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_settings import NoDecode

from relove_adapters.settings import AppSettings, Listen
from relove_core.streams.links import LinkHosts

_SPACES = re.compile(r"[\s,]+")


def _hosts(value: object) -> object:
    if not isinstance(value, str):
        return value
    names = tuple(name for name in _SPACES.split(value.lower()) if name)
    try:
        LinkHosts.of(names)
    except ValueError as e:
        raise ValueError("имена хостов через запятую, без https:// и без пути") from e
    return names


def _public_url(value: str) -> str:
    if not value.startswith(("https://", "http://")):
        raise ValueError("адрес начинается с https:// или http://")
    return value.rstrip("/")


class LinkSettings(AppSettings):
    link_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_hosts)] = Field(
        default=("relove.ru",),
        description="хосты, на которые могут вести ссылки, через запятую: relove.ru,pay.relove.ru",
    )
    admin_listen: Listen = Field(default="127.0.0.1:8080", description="host:port панели")
    admin_public_url: Annotated[str, AfterValidator(_public_url)] | None = Field(
        default=None, description="адрес панели для людей, например https://panel.example.org"
    )

    @property
    def hosts(self) -> LinkHosts:
        return LinkHosts.of(self.link_hosts)


def is_loopback(url: str) -> bool:
    """Whether an address is one of this very machine."""
    return urlsplit(url).hostname in ("127.0.0.1", "::1", "localhost")
