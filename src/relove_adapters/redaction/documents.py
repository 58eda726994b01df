"""Cards, papers and other long numbers of somebody; phones are looked for between the two lists."""

from relove_adapters.redaction.digits import is_card, is_inn, is_number_of_somebody, is_snils
from relove_adapters.redaction.patterns import Form, of_any_case

IDS = (
    r"id|айди|айдишник|chat_id|user id|№|дело|договора?|сч[её]та?|заказа?|полиса?(?: омс)?|трек|чат|больничного"
    r"|больничный|(?:лицевой|расч[её]тный) сч[её]т"
)
PASSPORT = r"\d\d ?\d\d *(?:№|номер|N)? *\d{5,6}|\d\d *№? *\d{7}"

#: With the word for them, or so long that they can be nothing else.
PAPERS = (
    Form("ДОКУМЕНТ", of_any_case(r"снилс\D{0,12}(?P<x>\d{3}[ -]?\d{3}[ -]?\d{3}[ -]?\d\d)(?!\d)")),
    Form("ДОКУМЕНТ", of_any_case(r"(?<!\w)инн(?!\w)\D{0,16}(?P<x>\d{10}(?:\d\d)?)(?!\d)")),
    Form("ДОКУМЕНТ", of_any_case(rf"(?:паспорт|загран)\w*\D{{0,16}}(?P<x>{PASSPORT})(?!\d)")),
    Form("ДОКУМЕНТ", of_any_case(r"сери[яи]\W{0,3}(?P<x>\d\d ?\d\d)(?!\d)")),
    Form("ДОКУМЕНТ", of_any_case(r"сери[яи]\W.{4,16}номер\W{0,3}(?P<x>\d{6})(?!\d)")),
    Form("ДОКУМЕНТ", of_any_case(r"(?<![\w-])[IVXLC1]{1,5}-[А-Я]{2}\s*№?\s*\d{6}(?!\d)")),
    Form("КАРТА", of_any_case(r"(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])"), lambda found, _: is_card(found)),
    Form("КАРТА", of_any_case(r"карт\w{0,3}\D{0,12}(?P<x>\d{4}(?:[ -]?\d{4}){3})(?!\d)")),
)
#: By check digits, by groups, by length: what is a phone is none of them.
NUMBERS = (
    Form("ДОКУМЕНТ", of_any_case(r"(?<![\w-])\d{3}-?\d{3}-?\d{3}[ -]?\d\d(?![\w-])"), lambda found, _: is_snils(found)),
    Form("ДОКУМЕНТ", of_any_case(r"(?<![\w-])(?:\d\d ?\d\d №? ?|\d{4}№)\d{6}(?![\w-])")),
    Form("ДОКУМЕНТ", of_any_case(r"(?<!\w)\d{12}(?!\w)"), lambda found, _: is_inn(found)),
)
LONG_NUMBERS = (
    Form("НОМЕР", of_any_case(rf"(?<!\w)(?:{IDS})[^\w\n]{{0,4}}(?P<x>\d{{5,20}})(?!\w)")),
    Form("НОМЕР", of_any_case(r"(?<![\d-])\d{4}(?:[ -]\d{4}){3}(?![\d-])")),
    Form("НОМЕР", of_any_case(r"(?<!\w)\d{7,}(?!\w)"), is_number_of_somebody),
)
