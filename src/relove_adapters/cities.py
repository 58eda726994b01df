"""Time zones by the names of cities: Unicode's own list, and the large cities that share a zone with another."""

import unicodedata
from collections.abc import Iterator
from functools import cache
from types import MappingProxyType
from zoneinfo import available_timezones

from babel.dates import get_timezone_location

from relove_core.users.model import Language

_AREAS = ("Europe/", "Asia/", "America/", "Africa/", "Australia/", "Pacific/", "Atlantic/", "Indian/")

#: Cities of a million and more, and those that people of the product name, by the zone that they live in.
_NEIGHBOURS = MappingProxyType(
    {
        "Europe/Moscow": "санкт-петербург спб питер казань нижний-новгород ростов-на-дону ростов краснодар воронеж "
        "сочи тула ярославль рязань тверь белгород мурманск архангельск ставрополь махачкала мск симферополь",
        "Europe/Samara": "ижевск тольятти",
        "Asia/Yekaterinburg": "екб пермь челябинск уфа тюмень оренбург сургут магнитогорск",
        "Asia/Novosibirsk": "нск",
        "Asia/Krasnoyarsk": "абакан кемерово",
        "Asia/Vladivostok": "хабаровск",
        "Asia/Irkutsk": "улан-удэ",
        "Asia/Almaty": "алма-ата астана шымкент",
        "Asia/Tbilisi": "батуми",
        "Europe/Minsk": "гомель брест",
        "Europe/Kyiv": "харьков одесса днепр львов",
        "Asia/Bangkok": "пхукет паттайя",
        "Asia/Makassar": "бали",
        "Asia/Jerusalem": "тель-авив хайфа",
        "Europe/Istanbul": "анталья аланья",
        "Asia/Dubai": "абу-даби",
        "Europe/Berlin": "мюнхен гамбург",
    }
)


class BabelCities:
    def zone_of(self, city: str) -> str | None:
        return _zones().get(_folded(city))

    def name_of(self, zone: str, language: Language) -> str:
        return get_timezone_location(zone, locale=language.value, return_city=True)


@cache
def _zones() -> dict[str, str]:
    found = {_folded(name): zone for zone in sorted(available_timezones()) for name in _names(zone)}
    return found | {_folded(name): zone for zone, names in _NEIGHBOURS.items() for name in names.split()}


def _names(zone: str) -> Iterator[str]:
    if zone.startswith(_AREAS):
        yield from (get_timezone_location(zone, locale=locale, return_city=True) for locale in ("ru", "en"))


def _folded(name: str) -> str:
    """Letters only: «Нижний  новгород», «нижний-Новгород» and «г. Королёв» lose what people write differently."""
    bare = name.strip().lower().removeprefix("г.").removeprefix("город ")
    plain = unicodedata.normalize("NFC", bare).replace("ё", "е")
    return "".join(letter for letter in plain if letter.isalpha())
