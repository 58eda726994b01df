"""What a provider answers, as respx plays it."""

from typing import Any

from relove_core.llm import Prompt, Purpose
from relove_core.prompts import Label
from relove_core.testing.builders import a_prompt
from tests.unit.llm.talking import coach, person

KEY = "sk-test-KEY-7f3a"
REPLY = '{"reply": "Что болит?", "quick_replies": [], "patterns": [], "core_issue": null, "crisis": "normal"}'


def a_completion(content: str | None = REPLY, *, finish: str | None = "stop", **message: Any) -> dict[str, Any]:
    choice = {"index": 0, "message": {"role": "assistant", "content": content, **message}, "finish_reason": finish}
    usage = {"prompt_tokens": 120, "completion_tokens": 17, "total_tokens": 137}
    return {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "choices": [choice], "usage": usage}


def an_error(message: str, *, code: str | None = None) -> dict[str, Any]:
    return {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": code}}


def a_question(purpose: Purpose = Purpose.COACH_TURN) -> Prompt:
    return a_prompt(purpose, dialogue=[coach("С чем пришла?"), person("Устала")], notes={Label.DIGEST: ("О маме.",)})
