"""Which numbers are somebody's: check digits, the world's numbering plans, and what is counted behind a number."""

import re

#: Behind a number they say that it is an amount.
AMOUNT = re.compile(
    r"\s*(?:руб|₽|р\b|р\.|тыс|млн|миллион|тысяч|долл|бакс|евро|\$|€|тенге|гривен|грн|сум|подписчик|человек|люд|шаг|км|метр"
    r"|лет|год|мес|дней|дня|раз|просмотр|лайк|грам|кг|секунд|минут|час|%)",
    re.IGNORECASE,
)
LONGEST_AMOUNT = 8


def plain(text: str) -> str:
    """The digits of a text."""
    return "".join(filter(str.isdecimal, text))


def is_card(text: str) -> bool:
    """Luhn's check digit (ISO/IEC 7812-1)."""
    digits = [int(d) for d in reversed(plain(text))]
    return sum(digits[::2]) % 10 == -sum(sum(divmod(2 * d, 10)) for d in digits[1::2]) % 10 and len(set(digits)) > 1


def is_snils(text: str) -> bool:
    """СНИЛС: nine digits weighted 9 to 1, modulo 101, are its last two."""
    digits = plain(text)
    weighed = sum(int(d) * w for d, w in zip(digits[:9], range(9, 0, -1), strict=True)) % 101 % 100
    return weighed == int(digits[9:])


def is_inn(text: str) -> bool:
    """ИНН of a person: the last two of its twelve digits check the others."""
    digits = [int(d) for d in plain(text)]
    return digits[10:] == [
        _checked(digits[:10], (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)),
        _checked(digits[:11], (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)),
    ]


def is_phone(text: str) -> bool:
    """A number that some country could have given out, with its code or Russian without."""
    import phonenumbers  # noqa: PLC0415 - the plans take their time, and few texts hold a number

    for number in (text, f"+{text}"):
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(number, "RU")):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False


def is_number_of_somebody(text: str, after: str) -> bool:
    """Neither an amount nor round."""
    return not AMOUNT.match(after) and not (text.endswith("000") and len(text) <= LONGEST_AMOUNT)


def _checked(digits: list[int], weights: tuple[int, ...]) -> int:
    return sum(d * w for d, w in zip(digits, weights, strict=True)) % 11 % 10
