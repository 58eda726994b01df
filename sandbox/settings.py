"""What a person may set for a run on one machine; everything else goes to the apps as it is."""

from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from sandbox.addresses import Listen
from sandbox.refusal import Refused

PREFIX = "RELOVE_"
Address = Annotated[Listen, NoDecode, BeforeValidator(Listen.parse)]


class LocalSettings(BaseSettings):
    """Named like the settings of the apps, because most are theirs: where one is given, it is theirs that counts."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    data_dir: Path = Path("data")
    database_url: SecretStr | None = None
    redis_url: SecretStr | None = None
    bot_token: SecretStr | None = None
    bot_api_url: str | None = None
    admin_ids: str | None = None
    admin_listen: Address = Listen("127.0.0.1", 8080)
    chat_listen: Address = Listen("127.0.0.1", 8081)
    bot_metrics_listen: Address | None = None
    worker_metrics_listen: Address | None = None
    secret_key: SecretStr | None = None
    log_format: str = "console"

    @field_validator("data_dir")
    @classmethod
    def _whole(cls, path: Path) -> Path:
        return path.expanduser().absolute()

    @model_validator(mode="after")
    def _a_server_needs_a_token(self) -> Self:
        if self.bot_api_url and self.bot_token is None:
            raise ValueError("RELOVE_BOT_API_URL задан без RELOVE_BOT_TOKEN: укажите токен или уберите адрес.")
        return self


def read_settings(**given: Any) -> LocalSettings:
    """Read the environment and ``.env``.

    Raises:
        Refused: names the variable and what is allowed; never repeats a secret.
    """
    try:
        return LocalSettings(**given)
    except ValidationError as e:
        first = e.errors(include_input=False)[0]
        reason = str(first.get("ctx", {}).get("error", first["msg"]))
        name = "".join(f"{PREFIX}{part}".upper() for part in first["loc"][:1])
        raise Refused(f"{name}: {reason}" if name else reason) from e
