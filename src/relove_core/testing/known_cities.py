"""A short map."""

from relove_core.users.choose_time_zone import MOSCOW


class KnownCities:
    """``Cities`` that know Moscow and Омск, in lower case."""

    def zone_of(self, city: str) -> str | None:
        return {"москва": MOSCOW, "омск": "Asia/Omsk"}.get(city.strip().lower())
