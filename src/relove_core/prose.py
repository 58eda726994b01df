"""A model's words, whatever they are for: what they must not bring in, their language, their sentences."""

import re
from itertools import pairwise

from relove_core.markup import clean

_END = re.compile(r"[.!?…]+[»\")]*\s+(?=[«\"(—–-]?\s?[A-ZА-ЯЁ0-9\[])|\n+")
_QUOTED = re.compile(r"«[^«»]*»")
LETTER = re.compile(r"[^\W\d_]")
_RUSSIAN = re.compile(r"[а-яё]", re.IGNORECASE)
_MOSTLY = 0.5
"""Of the letters; names of brands and quotations in another language are no reason to ask again."""
#: What a client of Telegram makes a link of by itself. Every run is bounded: a model may answer with one endless word.
_LINK = re.compile(
    r"(?:\w[\w+.-]{0,30})?://\S*|\b(?:mailto|tel|sms|tg|javascript|data):\S+|\b(?:www|t)\.[a-z]\S*"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}|(?<!\w)@[a-z]\w{2,31}"
    r"|(?:\b[\w-]{1,63}\.){1,8}(?:[a-z]{2,24}|(?-i:рф|рус|онлайн|сайт|москва))\b(?:[/:?#]\S*)?"
    r"|(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}\b(?:[/:]\S*)?",
    re.IGNORECASE,
)
#: No number of the person's is known to a model: this one is made up.
_NUMBER = re.compile(r"(?<![\w+])\+?\d(?:[ ()-]{0,2}\d){9,18}(?!\w)")
#: Pressed, a command is sent: the only ones that she names are these.
_COMMAND = re.compile(r"(?<![\w/<])(?:/(?!(?:end_session|streams)\b)[a-z]\w*(?:@\w{1,32})?)+", re.IGNORECASE)
_NAMED_LINK = re.compile(
    r"!?\[(?![А-ЯЁ]+_\d+\])([^\[\]\n]{0,200})\](?:\([^()\n]{0,200}\)|\[\d{0,3}\]|: )", re.IGNORECASE
)
_MARKUP = re.compile(
    r"</?[A-Za-z][^<>]{0,400}>|<!--|-->|</?(?=[A-Za-z!])|\*+|__+|~~+|\|\|+|`+|(?<!\w)_|(?<=[^\W\d])_(?!\w)"
    r"|[#$](?=\[|[^\W\d])|(?<!\d)\]\(|^\s{0,3}(?:#{1,6}|[-•>])\s+",
    re.MULTILINE,
)


def tidy(text: str) -> str:
    """A model's words without what it must not bring in: links, numbers, commands and markup."""
    text = _NAMED_LINK.sub(r"\1", clean(text))
    for unwanted in (_LINK, _NUMBER, _COMMAND, _MARKUP):
        text = unwanted.sub("", text)
    return re.sub(r"[ \t]+([.,!?…:;»)])", r"\1", re.sub(r"[ \t]{2,}", " ", text)).strip()


def brings_in(text: str) -> bool:
    """Whether there is a link, a number or a command in it: what ``tidy`` takes out, markup aside."""
    plain = clean(text)
    return any(unwanted.search(plain) for unwanted in (_NAMED_LINK, _LINK, _NUMBER, _COMMAND))


def is_russian(text: str) -> bool:
    """Whether most of it is; so is a text without letters."""
    letters = LETTER.findall(text)
    return not letters or len(_RUSSIAN.findall(text)) >= _MOSTLY * len(letters)


def sentences(text: str) -> list[str]:
    """A text by its sentences; what is quoted belongs to the sentence around it."""
    veiled = _QUOTED.sub(lambda found: "«" + "x" * (len(found[0]) - 2) + "»", text)
    ends = [0, *(found.end() for found in _END.finditer(veiled)), len(text)]
    return [part for start, end in pairwise(ends) if LETTER.search(part := text[start:end].strip())]
