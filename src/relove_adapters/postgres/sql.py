"""SQL as text with typed parameters: the statement is the same for every value, so it is prepared once."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    DateTime,
    Integer,
    Interval,
    LargeBinary,
    Text,
    TextClause,
    bindparam,
    text,
)
from sqlalchemy.types import TypeEngine

BIGINT = BigInteger()
INT = Integer()
TEXT = Text()
BOOL = Boolean()
BYTES = LargeBinary()
MOMENT = DateTime(timezone=True)
SPAN = Interval()
BIGINTS = ARRAY(BigInteger())
TEXTS = ARRAY(Text())
BOOLS = ARRAY(Boolean())
BYTESES = ARRAY(LargeBinary())


def statement(sql: str, **types: TypeEngine[Any]) -> TextClause:
    """A text whose parameters (``:name``) have these types."""
    return text(sql).bindparams(*(bindparam(name, type_=type_) for name, type_ in types.items()))


def as_json(value: Mapping[str, object] | Iterable[object] | None) -> str | None:
    """For a parameter that is cast to ``jsonb``."""
    if value is None:
        return None
    return json.dumps(dict(value) if isinstance(value, Mapping) else list(value), ensure_ascii=False)
