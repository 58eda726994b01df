"""Phones as people write them, in digits and in words."""

from relove_adapters.redaction.digits import is_phone, plain
from relove_adapters.redaction.patterns import Form, of_any_case

#: What stands between two digits; not «. » and not «, »: there another number begins.
GAP = r"(?:[ \t]?[–—-][ \t]?|\.{1,2}|[ \t]?\(|\)[ \t]?-?|[ \t])?"
NUMERALS = (
    "ноль|нуль|один|два|три|четыре|пять|шесть|семь|восемь|девять|десять|[а-я]+надцать|двадцать|тридцать|сорок"
    "|пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто|сто|двести|триста|четыреста|[а-я]+сот"
)
RUSSIAN = rf"(?<![\w+])(?:\+ ?7|[78]){GAP}\(?(?:[3-9]{GAP}\d|800)(?:{GAP}\d){{7,8}}(?!\d)"

PHONES = (
    Form("ТЕЛЕФОН", of_any_case(RUSSIAN), lambda found, _: len(plain(found)) == len("89001234567")),
    Form("ТЕЛЕФОН", of_any_case(rf"(?<![\w+])\+ ?\d(?:{GAP}\d){{7,14}}(?!\d)")),
    Form("ТЕЛЕФОН", of_any_case(r"(?<![\w-])(?:\(\d{3,5}\)|9\d\d)[ .-]?\d{2,3}[ .-]?\d\d[ .-]?\d\d(?![\w-])")),
    Form("ТЕЛЕФОН", of_any_case(r"(?<![\w-])\d{3}-\d\d-\d\d(?![\w-])")),
    Form(
        "ТЕЛЕФОН",
        of_any_case(
            r"(?:тел(?:ефон\w*)?|домашний|городской)(?!\w)[^\d\n]{0,12}(?P<x>\d{1,3}(?:[ -]?\d\d){2})(?!\d)",
        ),
    ),
    Form("ТЕЛЕФОН", of_any_case(rf"(?<!\w)(?:(?:плюс )?семь|восемь|девятьсот)(?: (?:{NUMERALS})(?!\w)){{5,}}")),
)
#: Of no form that we know, but of some country's.
BY_PLAN = (Form("ТЕЛЕФОН", of_any_case(r"(?<!\w)\d{10,13}(?!\w)"), lambda found, _: is_phone(found)),)
