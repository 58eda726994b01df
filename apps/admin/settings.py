"""What the panel needs to know."""

import secrets
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from relove_adapters.link_settings import LinkSettings

SHORTEST_KEY = 32


def _long_enough(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value()) < SHORTEST_KEY:
        raise ValueError(f"нужно хотя бы {SHORTEST_KEY} знака")
    return value


class AdminSettings(LinkSettings):
    #: A fresh suggestion each time it is asked for: a key in the documentation would be everybody's key.
    secret_key: Annotated[SecretStr, AfterValidator(_long_enough)] = Field(
        description=f"от {SHORTEST_KEY} случайных знаков, например {secrets.token_urlsafe(SHORTEST_KEY)}"
    )
    platform_webhook_secret: Annotated[SecretStr, AfterValidator(_long_enough)] | None = Field(
        default=None, description=f"общий с платформой секрет для /hooks/purchase, от {SHORTEST_KEY} знаков"
    )

    @property
    def is_https(self) -> bool:
        """Whether people reach the panel through TLS, which is then never to be left."""
        return self.admin_public_url is not None and self.admin_public_url.startswith("https://")
