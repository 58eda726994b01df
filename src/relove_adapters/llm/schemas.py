"""The shape of an answer as a provider takes it, and an answer read by that shape."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from relove_adapters.llm.profile import Structured

#: What constrained decoding takes everywhere. Source: the providers' pages on structured outputs, what both take.
_STRICT = frozenset({"type", "properties", "items", "anyOf", "enum", "const", "$ref", "$defs", "description"})
#: What a strict schema cannot say is said in words: the answer is measured by it all the same.
_IN_WORDS = {
    "maxLength": "не длиннее {} знаков",
    "minItems": "не меньше {}",
    "maxItems": "не больше {}",
    "minimum": "от {}",
    "maximum": "до {}",
}


class NotStrict(TypeError):
    """A shape that constrained decoding cannot hold: free keys, or tuples of mixed kinds."""


def response_format(schema: type[BaseModel], structured: Structured) -> dict[str, Any] | None:
    """What goes into ``response_format``; None where nothing does.

    Raises:
        NotStrict: see there.
    """
    match structured:
        case Structured.STRICT:
            shape = {"name": schema.__name__, "strict": True, "schema": strict(schema)}
            return {"type": "json_schema", "json_schema": shape}
        case Structured.SCHEMA:
            return {"type": "json_schema", "json_schema": {"name": schema.__name__, "schema": plain(schema)}}
        case Structured.OBJECT:
            return {"type": "json_object"}
        case Structured.PROMPTED:
            return None


def in_words(schema: type[BaseModel]) -> str:
    """The shape as an instruction, for models that take it no other way."""
    shape = json.dumps(plain(schema), ensure_ascii=False)
    return f"Ответь одним объектом JSON и ничем кроме него. Его схема, {schema.__name__}: {shape}"


def strict(schema: type[BaseModel]) -> dict[str, Any]:
    """Every field required, no others, no limits.

    A field with a default gets no ``null`` for it: an empty list says the same, and a level is always to be told.

    Raises:
        NotStrict: see there.
    """
    return _strict(plain(schema))


def plain(schema: type[BaseModel]) -> dict[str, Any]:
    """The schema without what is meant for programmers: titles, docstrings, defaults."""
    found = schema.model_json_schema()
    for part in (found, *found.get("$defs", {}).values()):
        part.pop("description", None)
    shape: dict[str, Any] = _without(found, "title", "default")
    return shape


def without_nulls(value: Any, schema: type[BaseModel]) -> Any:
    """An answer in which ``null`` for a field that may be left out counts as left out."""
    shape = schema.model_json_schema()
    return _pruned(value, shape, shape.get("$defs", {}))


def _without(node: Any, *names: str) -> Any:
    if isinstance(node, list):
        return [_without(item, *names) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        # The names of fields are no keywords.
        key: {name: _without(item, *names) for name, item in value.items()}
        if key in ("properties", "$defs")
        else _without(value, *names)
        for key, value in node.items()
        if key not in names
    }


def _strict(node: Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(node.get("additionalProperties"), dict) or "prefixItems" in node:
        raise NotStrict("a strict schema has neither free keys nor tuples of mixed kinds")
    kept = {key: value for key, value in node.items() if key in _STRICT}
    for key in ("properties", "$defs"):
        if key in kept:
            kept[key] = {name: _strict(part) for name, part in kept[key].items()}
    if "items" in kept:
        kept["items"] = _strict(kept["items"])
    if choices := node.get("anyOf") or node.get("oneOf"):
        kept["anyOf"] = [_strict(choice) for choice in choices]
    if node.get("type") == "object":
        kept |= {"required": list(node.get("properties", {})), "additionalProperties": False}
    return _described(kept, node)


def _described(kept: dict[str, Any], node: Mapping[str, Any]) -> dict[str, Any]:
    if "$ref" in kept:
        return {"$ref": kept["$ref"]}  # nothing may stand beside it
    limits = ", ".join(words.format(node[name]) for name, words in _IN_WORDS.items() if name in node)
    description = "; ".join(filter(None, (kept.get("description"), limits)))
    return {**kept, "description": description} if description else kept


def _pruned(value: Any, shape: Mapping[str, Any], defs: Mapping[str, Any]) -> Any:
    shape = defs.get(str(shape.get("$ref", "")).removeprefix("#/$defs/"), shape)
    if isinstance(value, list) and "items" in shape:
        return [_pruned(item, shape["items"], defs) for item in value]
    if not isinstance(value, dict):
        return value
    if "properties" not in shape:
        objects = (defs.get(str(s.get("$ref", "")).removeprefix("#/$defs/"), s) for s in shape.get("anyOf", ()))
        shape = next((s for s in objects if "properties" in s), {})
    fields, required = shape.get("properties", {}), shape.get("required", ())
    return {
        name: _pruned(item, fields.get(name, {}), defs)
        for name, item in value.items()
        if item is not None or name in required or name not in fields
    }
