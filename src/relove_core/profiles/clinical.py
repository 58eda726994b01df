"""Words of diagnoses, which no text about a person may state. Source: the product's safety rules."""

import re

from relove_core.markup import clean

#: By their stems, in small letters, «ё» as «е». Left out on purpose: what people say of bad days («тоска», «травма»,
#: «зависимость», «синдром самозванца»), and the product's own «диагностика».
_STEMS = (
    "диагноз",
    "диагностирова",
    r"(?:суб)?депресс",
    "шизо",
    "биполяр",
    "циклотим",
    "дистими",
    "маниакальн",
    "психо(?:з|ти[чк]|пат)",
    "невро(?:з|ти[кчз])",
    "неврастен",
    "психастен",
    "истероид",
    "нарцисс",
    "паранои",
    "параноид",
    r"(?:социо|агора|клаустро|канцеро|нозо)фоб",
    "ипохондр",
    "анорекс",
    "булими",
    "аутис",
    "аутичн",
    "аспергер",
    "деменци",
    "слабоуми",
    "олигофрен",
    "алкоголи[зк]",
    "наркоман",
    "суицид",
    "патологи",
    "клиническ",
    "расстройств",
)
_PHRASES = (
    r"пограничн\w+ (?:личност|состояни|тип|организаци)",
    r"истерическ\w+ (?:личност|тип|невроз)",
    r"паническ\w+ (?:атак|приступ)",
    r"психическ\w+ (?:болезн|заболевани|нарушени|отклонени)",
    r"(?:душевно|психически) (?:больн|нездоров)",
)
_ABBREVIATIONS = ("птср", "окр", "сдвг", "рпп", "прл", "гтр", "прла", "ptsd", "adhd", "ocd", "bpd", "мкб", "dsm")
_CODE = r"\b[fф][ -]?[0-9]{2}(?:[.,][0-9]{1,2})?\b"
"""Of the chapter on the mind in the international classification: F32.1, by either alphabet."""

_WORDS = re.compile(
    rf"\b(?:{'|'.join((*_STEMS, *_PHRASES))})|\b(?:{'|'.join(_ABBREVIATIONS)})\b|{_CODE}|\bicd\b",
)
_LATIN = str.maketrans("aeocpxykmthbё", "аеосрхукмтнве")
"""What looks the same in either alphabet."""


def names_diagnosis(text: str) -> bool:
    """Whether one is stated, or looked for; also where some letters are Latin ones that look alike."""
    plain = clean(text).casefold()
    return any(_WORDS.search(read) for read in (plain.replace("ё", "е"), plain.translate(_LATIN)))
