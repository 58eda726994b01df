"""Groq, by the SDK of its own."""

import logging

import groq
import httpx

from relove_adapters.llm.profile import Profile
from relove_adapters.llm.provider import ProviderModel
from relove_adapters.llm.sdk import Errors, SdkWire
from relove_core.prompts import Prompts

GROQ = "https://api.groq.com"
"""Said even where it is the default: the SDK would look for another one in the environment."""
_ADDED = ("/v1", "/openai")
"""The end of the path, from its end: the SDK adds ``/openai/v1`` itself."""

_ERRORS = Errors(
    refused=groq.APIStatusError,
    late=(groq.APITimeoutError, httpx.TimeoutException),
    lost=(groq.GroqError, httpx.HTTPError, httpx.StreamError),
)


class GroqModel(ProviderModel):
    def __init__(self, profile: Profile, prompts: Prompts) -> None:
        super().__init__(profile, prompts, SdkWire(client=_client(profile), errors=_ERRORS, profile=profile, extras={}))


def _client(profile: Profile) -> groq.AsyncGroq:
    # At its level DEBUG the SDK writes down whole prompts.
    logging.getLogger("groq").setLevel(logging.WARNING)
    timeout = profile.timeout.total_seconds()
    proxy = profile.proxy.get_secret_value() if profile.proxy else None
    return groq.AsyncGroq(
        api_key=profile.api_key.get_secret_value(),
        base_url=_host_of(profile.base_url or GROQ),
        max_retries=0,
        timeout=timeout,
        # A redirect would carry the prompt to where nobody has sent it.
        http_client=groq.DefaultAsyncHttpxClient(proxy=proxy, timeout=timeout, follow_redirects=False),
    )


def _host_of(url: str) -> str:
    """An address as everybody writes it down, without what the SDK adds."""
    for part in _ADDED:
        url = url.rstrip("/").removesuffix(part)
    return url
