"""Faults on demand: what a model, its provider or the network may do to a call."""

import secrets
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Path = Literal["chat", "audio", "models", "*"]
Kind = Literal[
    # nothing comes, or late, or half of it
    "never",
    "slow",
    "reset",
    "cut",
    "drip",
    # a refusal of the provider
    "400_model",
    "401",
    "402",
    "403",
    "404_model",
    "404_path",
    "408",
    "413",
    "429",
    "500",
    "html_502",
    # something else than a completion
    "307",
    "html",
    "not_json",
    "empty_body",
    "no_choices",
    "error_in_body",
    # a completion that is none
    "no_finish",
    "length",
    "content_filter",
    "refusal",
    "empty",
    # a completion that says the wrong thing
    "invalid_json",
    "wrong_schema",
    "nulls",
    "fenced",
    "huge",
    "english",
    "say",
    "fill",
]


class Fault(BaseModel):
    """One rule. ``times`` is what is left of it; None means until the rules are set anew."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    path: Path = "*"
    times: int | None = Field(default=None, ge=0)
    share: float = Field(default=1.0, ge=0, le=1)
    seconds: float = 5.0
    """For ``slow``; for ``drip``, how long the whole body takes."""
    retry_after: str | None = None
    """The header of ``429``, as it is to stand there."""
    text: str = ""
    """For ``say``: the content, to the letter. For ``fill``: what stands in every string of the answer."""

    def concerns(self, path: str) -> bool:
        is_met = secrets.randbelow(1_000_000) < self.share * 1_000_000
        return self.times != 0 and self.path in ("*", path) and is_met


class Faults:
    """The rules in force, first match first."""

    def __init__(self) -> None:
        self._rules: list[Fault] = []

    def set(self, rules: Sequence[Fault]) -> None:
        self._rules = list(rules)

    def list(self) -> "list[dict[str, Any]]":
        return [rule.model_dump() for rule in self._rules]

    def pick(self, path: str) -> Fault | None:
        rule = next((rule for rule in self._rules if rule.concerns(path)), None)
        if rule is not None and rule.times is not None:
            rule.times -= 1
        return rule
