"""Refusals in Telegram's own words."""

from typing import Any


class ApiError(Exception):
    """A call that is answered with ``ok: false``."""

    def __init__(self, status: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        return body | {"parameters": self.parameters} if self.parameters else body


class BadRequest(ApiError):
    def __init__(self, what: str) -> None:
        super().__init__(400, f"Bad Request: {what}")


class Forbidden(ApiError):
    def __init__(self, what: str) -> None:
        super().__init__(403, f"Forbidden: {what}")


class NotFound(ApiError):
    def __init__(self) -> None:
        super().__init__(404, "Not Found")


class Unauthorized(ApiError):
    def __init__(self) -> None:
        super().__init__(401, "Unauthorized")


class Conflict(ApiError):
    def __init__(self, what: str) -> None:
        super().__init__(409, f"Conflict: {what}")


class TooManyRequests(ApiError):
    def __init__(self, retry_after: int) -> None:
        super().__init__(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})
