"""A model that answers from a script."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel

from relove_core.errors import Unavailable
from relove_core.llm import Completed, Prompt, Usage

T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """Something happens while the model thinks; then it says this."""

    happens: Callable[[], Awaitable[object]]
    then: BaseModel | Unavailable


Line = BaseModel | Unavailable | Meanwhile


class ScriptedModel:
    """LLMPort with a script; an ``Unavailable`` in it is raised, and so is the end of the script."""

    def __init__(self, *script: Line) -> None:
        self.script = list(script)
        self.asked: list[Prompt] = []

    async def complete(self, prompt: Prompt, schema: type[T]) -> Completed[T]:
        self.asked.append(prompt)
        line = self.script.pop(0) if self.script else Unavailable("the script is over")
        if isinstance(line, Meanwhile):
            await line.happens()
            line = line.then
        if isinstance(line, Unavailable):
            raise line
        return Completed(value=schema.model_validate(line.model_dump()), usage=Usage(model="scripted"))
