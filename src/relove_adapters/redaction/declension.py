"""Cases of first names by their ending: a dictionary guesses wrong at words that it has not got."""

from collections.abc import Iterator

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct", "voct")

HUSHING = "гкхжчшщц"
VOWELS = "аеёиоуыэю"
IRREGULAR = {
    "Лев": ("Л", "ев ьва ьву ьва ьвом ьве"),
    "Пётр": ("П", "ётр етра етру етра етром етре"),
    "Павел": ("Пав", "ел ла лу ла лом ле"),
    "Любовь": ("Люб", "овь ови/ви ови/ви овь овью ови/ви"),
    "Серый": ("Сер", "ый ого ому ого ым ом"),
}
POSSESSIVE = "ин ина ино ины ину иной иного иному иным ином иных иными"
#: By the end of the name, the longest first: what stays of it is followed by its endings, case by case.
ENDINGS = {
    "ия": "ия ии ии ию ией ии",
    "ья": "ья ьи ье ью ьей/ьёй ье",
    "ий": "ий ия ию ия ием ии",
    "ёк": "ёк ька/ека ьку/еку ька/ека ьком ьке",
    "ок": "ок ка ку ка ком ке",
    "жек": "жек жека/жка жеку/жку жека/жка жеком/жком жеке/жке",
    "ец": "ец ца цу ца цом це",
    "ей": "ей ея ею ея еем ее",
    "ай": "ай ая аю ая аем ае",
    "а": "а ы е у ой/ою е -",
    "я": "я и е ю ей/ёй/ею е ь",
    "ь": "ь я/и ю/и я/ь ем/ью е/и",
}


def forms(name: str) -> Iterator[tuple[str, str]]:
    """The (case, form) pairs of a name in the nominative; an indeclinable one has the same form in all."""
    stem, endings = _paradigm(name)
    for case, ending in zip(CASES, endings.split(), strict=False):
        for one in ending.split("/"):
            yield case, stem + one.replace("-", "")


def possessives(name: str) -> Iterator[str]:
    """Катин, Катина, Катиной: of names in -а and -я; those of the others are surnames as well."""
    if name[-1] in "ая" and name[-2] not in "иь":
        for ending in POSSESSIVE.split():
            yield name[:-1] + ending


def _paradigm(name: str) -> tuple[str, str]:
    if name in IRREGULAR:
        return IRREGULAR[name]
    for end in sorted(ENDINGS, key=len, reverse=True):
        stem = name.removesuffix(end)
        if stem != name and stem:
            return stem, _spelled(stem, end)
    if name[-1].lower() in VOWELS:
        return name, "- - - - - -"
    return name, "- а у а ом/ем е"


def _spelled(stem: str, end: str) -> str:
    """Маши and Машей, not «Машы» and «Машой»; Зой, not «Зоь»."""
    if end == "а" and stem[-1] in HUSHING:
        return "а и е у ой/ою е -" if stem[-1] in "гкх" else "а и е у ей/ею е -"
    if end == "я" and stem[-1] in VOWELS:
        return "я и е ю ей/ею е й"
    return ENDINGS[end]
