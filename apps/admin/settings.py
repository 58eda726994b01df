"""What the panel needs to know."""

import secrets
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from relove_adapters.settings import AppSettings, Listen

SHORTEST_KEY = 32


def _long_enough(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value()) < SHORTEST_KEY:
        raise ValueError(f"нужно хотя бы {SHORTEST_KEY} знака")
    return value


def _public_url(value: str) -> str:
    if not value.startswith(("https://", "http://")):
        raise ValueError("адрес начинается с https:// или http://")
    return value.rstrip("/")


class AdminSettings(AppSettings):
    #: A fresh suggestion each time it is asked for: a key in the documentation would be everybody's key.
    secret_key: Annotated[SecretStr, AfterValidator(_long_enough)] = Field(
        description=f"от {SHORTEST_KEY} случайных знаков, например {secrets.token_urlsafe(SHORTEST_KEY)}"
    )
    admin_listen: Listen = Field(default="127.0.0.1:8080", description="host:port панели")
    admin_public_url: Annotated[str, AfterValidator(_public_url)] | None = Field(
        default=None, description="адрес панели для людей, например https://panel.example.org"
    )

    @property
    def is_https(self) -> bool:
        """Whether people reach the panel through TLS, which is then never to be left."""
        return self.admin_public_url is not None and self.admin_public_url.startswith("https://")
