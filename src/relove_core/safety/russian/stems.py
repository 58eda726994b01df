"""Which letters a text must hold to match a pattern at all: one cheap search instead of hundreds."""

import re

_TOKEN = re.compile(r"<\d>|\(\?(?:[:=!]|<[=!])|\[[^\]]*\]|\{[^}]*\}|.", re.DOTALL)
_SHORTEST = 3

Stems = frozenset[str]
_COMMON = frozenset(
    """
    хочу хочется себя себе меня мне все болше будет лучше жизн жизни жит думаю когда чтоб чтобы ничего надо если етого
    могу знаю что чего после стало уйти кой чем один она есть сегодня завтра скоро устал устала нужн ним его сам сама
    """.split()
)
"""In every other message: they tell little."""

ANY: Stems = frozenset({""})
"""Every text holds it: nothing can be told beforehand."""


def stems_of(source: str) -> Stems:
    """Strings of which every text that the (softened) pattern matches holds at least one."""
    tokens = _TOKEN.findall(source)
    tokens.reverse()
    return _branches(tokens)


def _branches(tokens: list[str]) -> Stems:
    """Up to the closing bracket: each branch must give its own."""
    found = [_sequence(tokens)]
    while tokens and tokens[-1] == "|":
        tokens.pop()
        found.append(_sequence(tokens))
    if tokens:
        tokens.pop()
    return ANY if ANY in found else frozenset().union(*found)


def _sequence(tokens: list[str]) -> Stems:
    """The most telling part of what must stand one after another."""
    found, run = [ANY], ""
    while tokens and tokens[-1] not in "|)":
        sign = tokens.pop()
        group = _branches(tokens) if sign.startswith("(") else None
        is_optional = bool(tokens) and (tokens[-1] == "?" or tokens[-1].startswith("{0"))
        if group is None and _is_letter(sign) and not is_optional:
            run += sign
            continue
        found.append(_told_by(run))
        run = ""
        if group is not None and not is_optional and sign == "(?:":
            found.append(group)
    return max([*found, _told_by(run)], key=_telling)


def _told_by(run: str) -> Stems:
    return frozenset({run}) if len(run) >= _SHORTEST else ANY


def _is_letter(sign: str) -> bool:
    return "а" <= sign <= "я"


def _telling(stems: Stems) -> tuple[bool, int, int, int]:
    shortest = min(map(len, stems))
    return shortest > 0, -len(stems & _COMMON), shortest, -len(stems)
