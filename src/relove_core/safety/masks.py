"""What sounds like death and is not: taken out of the text before anything is looked for, and nothing beside it."""

import re

from relove_core.safety.patterns.idioms import IDIOMS
from relove_core.safety.patterns.symbols import SYMBOLS
from relove_core.safety.russian.notation import pattern, stems
from relove_core.safety.russian.stems import Stems

_HIDDEN = "#"

_SOURCES = (
    "песн~|поет~|пою|поют|пела|пели|трек~|групп~|альбом~|фильм~|книг~|роман~|сериал~|стих~|строчк~|цитат~|пьес~|роль"
    "|спектакл~|лозунг~|паблик~|читаю|читала|читал|прочла|прочитал~|смотрим|смотрела|смотрел|смотрели|слушаю|ору|орем"
    "|называется|название|мем~|как писал~|есть у|у цоя|король и шут|караоке|фраза|фразу|термин|слово|кричал~|говорил~"
    "|сказал|сказала|говорит|угрожал~|писал|писала|орал|орала|он|она|мне|свекровь|мама|отец|муж|бывший"
)
_QUOTED = re.compile(r'"[^"]{1,200}"')
_SOURCE = pattern(_SOURCES)
_MY_OWN = pattern("я <2> (?:сказал~|написал~|пишу|говорю|ответил~|кричал~|говорил~|подумал~|думаю)")
_AROUND = 50

MASKS = tuple((pattern(source), stems(source)) for source in (*IDIOMS, *SYMBOLS))


def masked(text: str, held: Stems) -> str:
    """The text with everything harmless made illegible; length and word boundaries stay.

    ``held`` are the stems that the text holds.
    """
    for mask, needed in MASKS:
        if not held.isdisjoint(needed):
            text = mask.sub(_hide, text)
    return _QUOTED.sub(_hide_if_of_others, text) if '"' in text else text


def _hide(found: re.Match[str]) -> str:
    return _HIDDEN * len(found[0])


def _hide_if_of_others(found: re.Match[str]) -> str:
    """A quotation with its source beside it; one's own words in quotation marks are one's own."""
    text = found.string
    beside = text[max(0, found.start() - _AROUND) : found.start()] + " . " + text[found.end() : found.end() + _AROUND]
    is_of_others = _SOURCE.search(beside) and not _MY_OWN.search(beside)
    return _hide(found) if is_of_others else found[0]
