"""Completions and transcripts as OpenAI's protocol writes them down, sound ones and others."""

import json
from collections.abc import Mapping
from typing import Any

from sandbox.model_api.faults import Fault
from sandbox.model_api.inventing import filled
from sandbox.model_api.question import Shape

CHARS_PER_TOKEN = 3
HUGE = 1_000_000
ENGLISH = "I am afraid I can only speak English today. How does that make you feel?"


def content_of(value: Mapping[str, Any], shape: Shape, fault: Fault | None) -> str | None:
    """What the model says: ``value`` as JSON, unless a fault wants something else."""
    written = json.dumps(value, ensure_ascii=False)
    match fault.kind if fault else None:
        case "empty":
            return ""
        case "refusal":
            return None
        case "invalid_json":
            return written[: len(written) // 2]
        case "wrong_schema":
            return json.dumps({"ответ": 42})
        case "nulls":
            return json.dumps({name: _null(value[name], at == 0) for at, name in enumerate(value)}, ensure_ascii=False)
        case "fenced":
            return f"```json\n{written}\n```"
        case "huge":
            return json.dumps(filled(shape.schema, "а" * HUGE), ensure_ascii=False)
        case "english":
            return json.dumps(filled(shape.schema, ENGLISH))
        case "fill" if fault:
            return json.dumps(filled(shape.schema, fault.text), ensure_ascii=False)
        case "say" if fault:
            return fault.text
    return written


def completion(body: Mapping[str, Any], content: str | None, fault: Fault | None, *, number: int) -> dict[str, Any]:
    """The answer to chat.completions."""
    kind = fault.kind if fault else ""
    finish = {"no_finish": None, "length": "length", "content_filter": "content_filter"}.get(kind, "stop")
    message = {"role": "assistant", "content": content, "refusal": "Не могу помочь." if kind == "refusal" else None}
    asked = sum(len(m["content"]) for m in body["messages"])
    tokens = {
        "prompt_tokens": asked // CHARS_PER_TOKEN,
        "completion_tokens": len(content or "") // CHARS_PER_TOKEN,
    }
    return {
        "id": f"chatcmpl-{number}",
        "object": "chat.completion",
        "created": 0,
        "model": body["model"],
        "choices": [] if kind == "no_choices" else [{"index": 0, "message": message, "finish_reason": finish}],
        "usage": {**tokens, "total_tokens": sum(tokens.values())},
    }


def transcript(said: str, fault: Fault | None) -> dict[str, Any]:
    """The answer to audio.transcriptions."""
    match fault.kind if fault else None:
        case "empty":
            return {"text": ""}
        case "say" if fault:
            return {"text": fault.text}
    return {"text": said}


def _null(value: Any, is_first: bool) -> Any:
    """What may be left out is often said to be nothing; the first field never may."""
    return value if is_first else None
