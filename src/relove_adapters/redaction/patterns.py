"""What can be told by its form alone: addresses of all kinds, and long numbers."""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType

from relove_core.redaction import Hidden, RedactedText

#: Tried in this order: a link may hold a handle, an e-mail ends like one.
PATTERNS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "ССЫЛКА": re.compile(r"(?:https?://|www\.|t\.me/|vk\.com/)\S+", re.IGNORECASE),
        "ПОЧТА": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
        "НИК": re.compile(r"(?<!\w)@[A-Za-z]\w{3,31}"),
        "НОМЕР": re.compile(r"(?<![\w+])\+?\d(?:[\s().-]{0,2}\d){6,18}(?!\w)"),
    }
)


class PatternRedactor:
    """Hides links, e-mails, handles and numbers of seven digits and more."""

    def hide(self, texts: Sequence[str], *, known: Mapping[str, str], names: Sequence[str] = ()) -> Hidden:
        given = {original: placeholder for placeholder, original in known.items()}
        given |= {name: f"[ИМЯ_{n}]" for n, name in enumerate(names, 1) if name and name not in given}
        hidden = tuple(RedactedText(self._hide_one(text, given)) for text in texts)
        return Hidden(texts=hidden, placeholders={placeholder: original for original, placeholder in given.items()})

    def _hide_one(self, text: str, names: dict[str, str]) -> str:
        """Forms first: a known number may be the beginning of another one."""
        for kind, pattern in PATTERNS.items():
            text = pattern.sub(partial(_name, kind, names), text)
        for original, placeholder in names.items():
            text = text.replace(original, placeholder)
        return text


def _name(kind: str, names: dict[str, str], found: re.Match[str]) -> str:
    original = found.group()
    if original not in names:
        number = 1 + sum(placeholder.startswith(f"[{kind}_") for placeholder in names.values())
        names[original] = f"[{kind}_{number}]"
    return names[original]
