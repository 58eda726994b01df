"""JSON as this server writes it: ASCII only, so that lone surrogates and NUL travel as escapes."""

import json
from typing import Any


def dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def dump_bytes(value: Any) -> bytes:
    return dump(value).encode("ascii")
