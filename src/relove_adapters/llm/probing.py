"""Whether key, address and name of a model are right, before anybody waits for an answer."""

from pydantic import BaseModel, ValidationError

from relove_adapters.llm.misfits import is_page, misfit_in, told_in
from relove_adapters.llm.wire import HttpAnswer, Silence, Wire
from relove_core.llm import Misfit

UNREACHABLE = "unreachable"


class _Listed(BaseModel):
    id: str


class _List(BaseModel):
    data: tuple[_Listed, ...]


async def probe(wire: Wire, model: str) -> str | None:
    """Costs no tokens. The list of models is what all providers have; some go by names that stand in no list."""
    listed = await wire.models()
    trouble = _trouble_with(listed)
    if trouble is not None or isinstance(listed, Silence) or listed.status >= 300:
        return trouble
    names = _names_in(listed)
    if names is None:
        return Misfit.NOT_AN_API
    if model in names or not names:
        return None
    found = await wire.model(model)
    if isinstance(found, HttpAnswer) and found.status in (400, 404, 422):
        return Misfit.UNKNOWN_MODEL
    return _trouble_with(found)


def _trouble_with(answer: HttpAnswer | Silence) -> str | None:
    """None for 429 too: who is asked to wait has been let in."""
    if isinstance(answer, Silence) or answer.status >= 500:
        return UNREACHABLE
    if answer.status < 300:
        return Misfit.NOT_AN_API if is_page(answer) else None
    return misfit_in(answer.status, told_in(answer.body), is_page=is_page(answer))


def _names_in(answer: HttpAnswer) -> frozenset[str] | None:
    try:
        return frozenset(listed.id for listed in _List.model_validate_json(answer.body).data)
    except ValidationError:
        return None
