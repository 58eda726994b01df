"""Where a model is, what it is called, and what it can do."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from pydantic import SecretStr

ATTEMPT = timedelta(seconds=12)
"""How long one attempt may take. Source: the product's limits for an answer that a person waits for."""
LISTENING = timedelta(seconds=60)
"""The same for a voice message: five minutes of it take longer than a remark."""


class Structured(StrEnum):
    """How a model is brought to answer in a given shape, the surest first."""

    STRICT = "json_schema_strict"
    """Only tokens that fit the schema are generated."""
    SCHEMA = "json_schema"
    """The schema is known to the server, which does its best."""
    OBJECT = "json_object"
    """Some JSON is certain; the schema stands in the instructions."""
    PROMPTED = "prompted"
    """Nothing is certain; the schema stands in the instructions."""

    @property
    def is_told_in_words(self) -> bool:
        return self in (Structured.OBJECT, Structured.PROMPTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One model of one provider. A wrong value is a ``ValueError`` that names the setting and never quotes a secret."""

    provider: str
    """For the books: ``openai``, ``groq``."""
    model: str
    api_key: SecretStr
    structured: Structured
    transcription_model: str | None = None
    """None: it hears no voices."""
    base_url: str | None = None
    """Of any server that speaks OpenAI's protocol, with its ``/v1``; None: the provider's own."""
    proxy: SecretStr | None = None
    """``http://user:password@host:port``; a secret for the password's sake."""
    timeout: timedelta = ATTEMPT
    longest: timedelta | None = None
    """For an answer, where some kinds of them may take longer than ``timeout``."""
    transcription_timeout: timedelta = LISTENING
    settings: str = field(default="RELOVE_LLM_")
    """How the names of the settings begin that it was made from: an error says what to look at."""

    def __post_init__(self) -> None:
        key = self.api_key.get_secret_value()
        if not key or not key.isascii() or not key.isprintable() or " " in key:
            raise ValueError(
                f"{self.settings}API_KEY: a key is made of Latin letters, digits and signs, without spaces"
            )
        if not self.model:
            raise ValueError(f"{self.settings}MODEL: a model has a name")
        if self.base_url is not None and not _is_web_address(self.base_url):
            raise ValueError(f"{self.settings}BASE_URL: an address begins with http:// or https://")
        if self.proxy is not None and not _is_web_address(self.proxy.get_secret_value()):
            raise ValueError("RELOVE_HTTP_PROXY: a proxy's address begins with http:// or https://")


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
