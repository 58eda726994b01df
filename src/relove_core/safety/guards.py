"""What turns a match into something else: a negation, another person, a complement."""

import re

from relove_core.safety.rules import Rule
from relove_core.safety.russian.notation import pattern
from relove_core.safety.russian.sounds import soften

_REACH = 60
"""How many characters before a match a negation or a person is looked for."""

_NEGATED = re.compile(
    soften(
        r"(?:(?<![а-я])(?:не|никогда бы не|ни разу не)"
        r"(?: (?:хочу|хочется|собираюсь|планирую|буду|стал|стала|стану|смогу|то чтобы|хотел бы|хотела бы|бы|пытаюсь))?"
        r"(?: я)? $"
        r"|(?<![а-я])нет (?:никаких |больше |и не было |уже )?$)"
    )
)
_ABSENT = re.compile(soften(r"^ (?:у меня |уже |больше |пока |точно ){0,2}(?:нет|не было|не бывает)(?![а-я])"))
_NOUN = re.compile(soften(r"(?:мысл|желани|план|попыт|намерени|суицидальн)"))
_CLAUSE = re.compile(r"[.,?#\"]")

#: Words that may stand before «порезала» without making it somebody else's.
_NEUTRAL = frozenset(
    soften(word)
    for word in """
    я мне меня уже только что сейчас опять вчера сегодня снова ночью утром вечером вот просто и а но да ну все потом
    взяла взял сижу лежу стою плачу неделю месяц год назад недавно однажды вновь раньше часто иногда много раз бля
    блин блять нет тогда теперь случайно специально нарочно короче если честно в на за прошлой прошлом этой ночи
    выходных неделе месяце году два три пару дней дня часа час минут руки руку таблетки таблеток лезвием ножом
    бритвой себе себя сама сам даже почти чуть по-настоящему пачку упаковку горсть кучу весь всю до этого об этом
    как так же еще через хочу честно могу больше было был была короче тупо реально правда серьезно психанула
    напилась напился выпила выпил дома ванной зачем не знаю пошла пошел встала встал пришла пришел
    """.split()
)
_SELF = re.compile(soften(r"(?<![а-я])(?:я|мне|меня|у меня)(?![а-я])"))
_OTHERS_SAID = pattern(
    r"(?:сын|дочь|дочка|подруга|друг|муж|жена|брат|сестра|мама|папа|отец|он|она|парень|девушка|знакомая|знакомый|ученик"
    r"|ученица|коллега|бывший|бывшая)(?: [а-я]{1,15}){0,2} (?:сказал~|говори~|пиш~|написал~|кричи~|кричал~|пел~|поет)"
)


def stands(rule: Rule, found: re.Match[str], text: str, unmasked: str) -> bool:
    """Whether a match means what the rule says. ``unmasked`` is the text before the masks, of equal length."""
    before = text[max(0, found.start() - _REACH) : found.start()]
    if rule.can_be_negated and (_NEGATED.search(before) or _is_absent(found, text)):
        return False
    if rule.but_not_after and any(m.end() >= len(before.rstrip(" ,")) for m in rule.but_not_after.finditer(before)):
        return False
    if rule.unless and rule.unless.search(_sentence(unmasked, found)):
        return False
    return not (rule.own and _is_anothers(before))


def is_reported(found: re.Match[str], text: str) -> bool:
    """«Сын написал: не хочу жить»: somebody else's words, and a worry all the same."""
    before = text[max(0, found.start() - _REACH) : found.start()]
    clause = before[max(before.rfind("."), before.rfind("?")) + 1 :]
    said = list(_OTHERS_SAID.finditer(clause))
    return bool(said) and clause[said[-1].end() :].strip(' ,"') in {"", "что"}


def _is_absent(found: re.Match[str], text: str) -> bool:
    return bool(_NOUN.match(found[0]) and _ABSENT.match(text[found.end() : found.end() + 40]))


def _is_anothers(before: str) -> bool:
    clause = _CLAUSE.split(before)[-1]
    words = clause.split()
    if len(before) == _REACH and len(words) > 1 and len(clause) == len(before):
        words = words[1:]
    return not (_SELF.search(clause) or all(word in _NEUTRAL or word.isdigit() for word in words))


def _sentence(text: str, found: re.Match[str]) -> str:
    """The sentence around a match, at most twice the reach to either side."""
    start = max(text.rfind(sign, max(0, found.start() - 2 * _REACH), found.start()) for sign in ".?")
    ends = [text.find(sign, found.end(), found.end() + 2 * _REACH) for sign in ".?"]
    end = min([at for at in ends if at >= 0], default=found.end() + 2 * _REACH)
    return text[max(start + 1, found.start() - 2 * _REACH) : end]
