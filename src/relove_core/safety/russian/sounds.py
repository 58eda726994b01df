"""One spelling for what people confuse: soft signs, doubled letters, «жы», «тца». Used for texts and patterns alike."""

import re

_MUTE = str.maketrans("ёэ", "ее", "ьъ")
_SUNG = re.compile(r"(?<=[а-я]{2}[иаыу])цц?[оа](?![а-я])")
_DOUBLED = re.compile(r"([а-я])\1+")
_HISSED = (
    ("жы", "жи"),
    ("шы", "ши"),
    ("цы", "ци"),
    ("чя", "ча"),
    ("щя", "ща"),
    ("чю", "чу"),
    ("тца", "тся"),
    ("тса", "тся"),
)


def soften(text: str) -> str:
    """The same words with the sounds that are often misspelled taken out. Lower-case Cyrillic in and out."""
    text = text.translate(_MUTE)
    for wrong, right in _HISSED:
        text = text.replace(wrong, right)
    text = _SUNG.sub("тся", text)
    return _DOUBLED.sub(r"\1", text)
