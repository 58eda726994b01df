"""What a provider says when it does not answer, word for word as they do."""

from typing import Any

from aiohttp import web

from sandbox.model_api.faults import Fault

PAGE = "<html><head><title>{0}</title></head><body><h1>{0}</h1><hr>nginx</body></html>\r\n"
NO_MODEL = "The model `{}` does not exist or you do not have access to it."


def refusal(status: int, message: str, *, code: str | None = None) -> web.Response:
    error = {"message": message, "type": "invalid_request_error", "param": None, "code": code}
    return web.json_response({"error": error}, status=status)


def refusal_for(fault: Fault, model: str) -> web.Response | None:
    """The refusal that a fault asks for; None where it asks for something else."""
    if fault.kind in ("html", "html_502"):
        status, title = (502, "502 Bad Gateway") if fault.kind == "html_502" else (200, "Welcome to nginx!")
        return web.Response(status=status, text=PAGE.format(title), content_type="text/html")
    if fault.kind == "307":
        return web.Response(status=307, headers={"Location": "/v1/chat/completions"})
    if fault.kind == "404_path":
        return web.json_response({"detail": "Not Found"}, status=404)
    told = _told(model).get(fault.kind)
    if told is None:
        return None
    answer = refusal(*told[:2], code=told[2])
    if fault.kind == "429" and fault.retry_after is not None:
        answer.headers["Retry-After"] = fault.retry_after
    return answer


def _told(model: str) -> dict[str, tuple[int, str, str | None]]:
    return {
        "400_model": (400, f"Invalid model: model '{model}' does not exist", None),
        "401": (
            401,
            "Incorrect API key provided: sk-***. You can find your API key at the provider.",
            "invalid_api_key",
        ),
        "402": (402, "Insufficient credits. Add more using the provider's page.", None),
        "403": (403, "Country, region, or territory not supported", "unsupported_country_region_territory"),
        "404_model": (404, NO_MODEL.format(model), "model_not_found"),
        "408": (408, "Request timeout", None),
        "413": (413, "Request too large", None),
        "429": (429, "Rate limit reached for requests", "rate_limit_exceeded"),
        "500": (500, "The server had an error while processing your request", None),
    }


def error_in_body() -> dict[str, Any]:
    """A failure that comes with status 200: one who passes questions on has begun to answer already."""
    return {"error": {"code": 502, "message": "Provider returned error"}}
