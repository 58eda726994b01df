"""OpenAI, and every server that speaks its protocol: OpenRouter, Ollama, vLLM, a provider inside Russia."""

import httpx2
import openai

from relove_adapters.llm.profile import Profile
from relove_adapters.llm.provider import ProviderModel
from relove_adapters.llm.sdk import Errors, SdkWire
from relove_core.prompts import Prompts

OPENAI = "https://api.openai.com/v1"
"""Said even where it is the default: the SDK would look for another one in the environment."""

_ERRORS = Errors(
    refused=openai.APIStatusError,
    late=(openai.APITimeoutError, httpx2.TimeoutException),
    lost=(openai.OpenAIError, httpx2.HTTPError, httpx2.StreamError),
)


class OpenAIModel(ProviderModel):
    def __init__(self, profile: Profile, prompts: Prompts) -> None:
        # OpenAI keeps what newer accounts ask for a month unless told not to; another server may not know the word.
        extras = {"store": False} if profile.base_url is None else {}
        wire = SdkWire(client=_client(profile), errors=_ERRORS, profile=profile, extras=extras)
        super().__init__(profile, prompts, wire)


def _client(profile: Profile) -> openai.AsyncOpenAI:
    timeout = profile.timeout.total_seconds()
    proxy = profile.proxy.get_secret_value() if profile.proxy else None
    return openai.AsyncOpenAI(
        api_key=profile.api_key.get_secret_value(),
        base_url=profile.base_url or OPENAI,
        max_retries=0,
        timeout=timeout,
        # A redirect would carry the prompt to where nobody has sent it.
        http_client=openai.DefaultAsyncHttpxClient(proxy=proxy, timeout=timeout, follow_redirects=False),
    )
