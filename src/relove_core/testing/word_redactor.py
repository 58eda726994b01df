"""A redactor that hides the words it was told of."""

from collections.abc import Mapping, Sequence

from relove_core.redaction import Hidden, RedactedText


class WordRedactor:
    """Hides ``secrets`` and the person's ``names`` as they stand, the first as ``[1]``; with none all goes through."""

    def __init__(self, *secrets: str) -> None:
        self._secrets = secrets

    def hide(
        self,
        texts: Sequence[str],
        *,
        known: Mapping[str, str],
        names: Sequence[str] = (),
        told: Sequence[str] = (),
    ) -> Hidden:
        placeholders = dict(known)
        for secret in (*self._secrets, *filter(None, (*names, *told))):
            if secret not in placeholders.values() and any(secret in text for text in texts):
                placeholders[f"[{len(placeholders) + 1}]"] = secret
        shown = tuple(_without(text, placeholders) for text in texts)
        return Hidden(texts=shown, placeholders=placeholders, raw=tuple(texts))


def _without(text: str, placeholders: Mapping[str, str]) -> RedactedText:
    for placeholder, secret in placeholders.items():
        text = text.replace(secret, placeholder)
    return RedactedText(text)
