"""Which words of a text are names of people: by themselves, or by what stands beside them."""

import re
from collections.abc import Iterator

from relove_adapters.redaction import words
from relove_adapters.redaction.first_names import latin_names
from relove_adapters.redaction.lexicon import FIRST, LAST, PATRONYMIC, Reading
from relove_adapters.redaction.line import Line
from relove_adapters.redaction.spans import Span

SURNAME = re.compile(r"(?:[оеё]в|[иы]н|[оеё]ва|[иы]на|[сц]к(?:ий|ой|ая)|енко|[уюч]к|ян|дзе|швили|[иы]х)$")
AGE = re.compile(r",? (?:мне )?\d\d(?: |,|$)")
#: Without a preposition: the subject, then whatever else.
USUAL_CASES = ("nomn", "voct", "accs", "gent", "datv", "ablt", "loct")


def names_in(line: Line) -> Iterator[Span]:
    """The names of a text, word by word; what stands behind each is its nominative."""
    found = {i for i in range(len(line)) if _is_name(line, i)}
    _take_in_neighbours(line, found)
    for i in sorted(found):
        token, reading = line.at(i), _reading(line, i)
        yield Span(token.start, token.end, reading.kind, reading.nominative)


def coach_addressed(line: Line) -> Iterator[int]:
    """Where the coach is spoken to by name: at the beginning of a sentence or after a greeting, and set off behind.

    «Наташа, помоги» and «Привет, Наташа!» stay; «Наташа, Оля и Катя» and «сестра Наташа» are people.
    """
    for i in range(len(line)):
        if line.at(i).lower in words.COACH and _is_address(line, i):
            yield line.at(i).start


def is_idiom(line: Line, i: int) -> bool:
    """«Слава богу», «Дед Мороз»: whoever is known, nobody is meant."""
    first, here, last = (line.at(k).lower for k in (i - 1, i, i + 1))
    return (here, last) in words.IDIOMS or (first, here) in words.IDIOMS


def _is_address(line: Line, i: int) -> bool:
    greeted = line.at(i - 1).lower in words.GREETINGS and line.gap(i - 1).strip(" ,") == ""
    behind = line.gap(i).strip(" ")
    listed = bool(line.at(i + 1).word.is_sure and behind == ",") or line.at(i + 1).lower == "и"
    set_off = i + 1 == len(line) or behind[:1] in tuple(",!?.…)\n")
    return (line.begins_sentence(i) or greeted) and set_off and not listed


def _is_name(line: Line, i: int) -> bool:
    word = line.at(i).word
    if word.is_closed or is_idiom(line, i) or _is_in_title(line, i):
        return False
    if _is_introduced(line, i):
        return True
    if not word.names:
        return line.at(i).is_capital and line.at(i).lower in latin_names()
    if line.at(i).lower in words.NO_NAMES or any(
        rule(line, i) for rule in (_is_verb, _is_place, _is_famous, _is_month)
    ):
        return False
    return any(rule(line, i) for rule in (_stands_alone, _presents_itself, _belongs, _acts, _is_marked))


def _is_introduced(line: Line, i: int) -> bool:
    """A word that can be a name, or that has a capital, or that nobody knows, where somebody is called something."""
    token = line.at(i)
    if token.lower in words.BETWEEN or token.word.lemmas & words.ROLES:
        return False
    can_be = token.word.names or token.is_capital or not token.word.is_known
    return bool(can_be and _calls(line, i, ahead=False)) or bool(token.word.names and _calls(line, i, ahead=True))


def _calls(line: Line, i: int, *, ahead: bool) -> bool:
    """Whether somebody is called what stands here: «меня зовут Мира», «имя - Мира», «Мира меня зовут»."""
    for k in range(1, 5):
        near, gap = (line.at(i + k), line.gap(i + k - 1)) if ahead else (line.at(i - k), line.gap(i - k))
        if gap.strip(" :—–-"):
            return False
        if near.lower in (words.CALLS_BEHIND if ahead else words.CALLS):
            return line.at(i - k - 1).lower not in ("во", "от")  # «во имя любви»
        if near.lower not in words.BETWEEN and not near.word.lemmas & words.ROLES:
            return False
    return False


def _stands_alone(line: Line, i: int) -> bool:
    """It is nothing else; surnames of a few letters (Ли, Ким) and guesses need a capital."""
    token = line.at(i)
    if token.word.is_sure:
        return token.word.names[0].kind != LAST or len(token.text) > 4 or token.is_capital
    return bool(token.word.is_possible and _like_surname(line, i) and line.has_telling_capital(i))


def _presents_itself(line: Line, i: int) -> bool:
    """The whole message, as an answer to «Как тебя зовут?»; «Лев, 35 лет»; «я надежда, мне сорок»."""
    token = line.at(i)
    if not token.word.is_ours or not any(r.case == "nomn" for r in token.word.names):
        return False
    is_last = i + 1 == len(line) or not line.is_beside(i)
    if len(line) == 1 or (line.at(i - 1).lower == "я" and is_last):
        return token.lower not in words.ANSWERS_TOO
    return i == 0 and bool(AGE.match(line.text, token.end))


def _belongs(line: Line, i: int) -> bool:
    """«муж Слава», «кости, брата моего», «бывший, ринат»."""
    token = line.at(i)
    if not (token.word.is_ours or line.has_telling_capital(i)):
        return False
    before = line.is_beside(i - 1) and line.at(i - 1).word.lemmas & words.ROLES
    behind = line.gap(i).strip(" ") in (",", "(") and line.at(i + 1).word.lemmas & words.ROLES
    return bool(before or behind) or _is_company(line, i)


def _is_company(line: Line, i: int) -> bool:
    """«живу с колей»; «у кати»: behind a preposition there is no verb."""
    token, before = line.at(i), line.at(i - 1).lower
    governed = words.GOVERNS.get(before)
    if not governed or not line.is_beside(i - 1) or not any(r.case == governed for r in token.word.names):
        return False
    is_idea = any(_folded(r.nominative) in words.IDEAS for r in token.word.names)
    return token.word.is_else_verb or (before in ("с", "со") and token.lower not in words.NO_COMPANY and not is_idea)


def _acts(line: Line, i: int) -> bool:
    """It does what only a person does: «Роман ушёл от меня», «Вера сказала»; or it is somebody beside «я»."""
    token = line.at(i)
    if not token.word.is_ours or not any(r.case == "nomn" for r in token.word.names):
        return False
    if line.at(i + 1).lower == "и" and (line.at(i + 2).lower == "я" or line.at(i + 2).word.is_sure):
        return True
    verbs = words.SPEAKS if token.lower in words.IDEAS else words.SPEAKS | words.MOVES
    for k in range(i + 1, i + 5):
        if not line.is_beside(k - 1):
            return False
        if line.at(k).lower not in words.PASSING:
            return line.at(k).word.is_singular_verb and bool(line.at(k).word.lemmas & verbs)
    return False


def _is_marked(line: Line, i: int) -> bool:
    """A capital inside of a sentence."""
    token = line.at(i)
    if not line.has_telling_capital(i) or (token.word.is_place and not token.word.is_ours):
        return False
    before = line.at(i - 1).lower
    if token.lower in words.IDEAS and before in ("в", "во", "за", "на"):
        return False
    if before in words.GOVERNS and all(r.case in ("nomn", "voct") for r in token.word.names):
        return False  # «на Мира» is a street
    return token.word.is_ours or _like_surname(line, i)


def _is_verb(line: Line, i: int) -> bool:
    """«Варю борщи», «я колю дрова»; but «Варю жалко», «Колю люблю»."""
    word = line.at(i).word
    can_be = word.is_else_verb and not any(r.case in ("nomn", "voct") for r in word.names)
    is_first = line.begins_sentence(i) or line.at(i - 1).lower in ("я", "сама", "сам")
    return can_be and is_first and not line.at(i + 1).word.is_verb


def _like_surname(line: Line, i: int) -> bool:
    return any(r.kind == LAST and SURNAME.search(r.nominative) for r in line.at(i).word.names)


def _is_place(line: Line, i: int) -> bool:
    word = line.at(i).word
    if not word.is_place or line.at(i - 1).lower not in words.PLACES:
        return False
    return not word.is_ours or any(r.nominative.lower() in words.MEANS_PLACE for r in word.names)


def _is_famous(line: Line, i: int) -> bool:
    """«Толстой», and «Лев» in front of it."""
    names, behind = ({_folded(r.nominative) for r in line.at(k).word.names} for k in (i, i + 1))
    return bool(names & words.FAMOUS) or any(words.FAMOUS_FIRST.get(name) in names for name in behind)


def _is_month(line: Line, i: int) -> bool:
    before = line.text[: line.at(i).start].rstrip()
    return line.at(i).lower in words.MONTHS and (before[-1:].isdigit() or line.at(i - 1).lower.endswith("ого"))


def _is_in_title(line: Line, i: int) -> bool:
    """«Анна Каренина» in quotation marks, behind a word for what is read, watched or sung."""
    before = line.text[: line.at(i).start]
    opened = max(before.rfind("«"), before.rfind("“"))
    if opened < 0 or "»" in before[opened:] or "”" in before[opened:]:
        return False
    said = [t for t in line.tokens if t.end <= opened][-2:]
    return any(t.word.lemmas & words.TITLES for t in said)


def _take_in_neighbours(line: Line, found: set[int]) -> None:
    """A surname or patronymic beside a name is one too, if it is written like it."""
    waiting = sorted(found)
    while waiting:
        i = waiting.pop()
        for j in (i - 1, i + 1):
            if j not in found and 0 <= j < len(line) and line.is_beside(min(i, j)) and _goes_with(line, j, i):
                found.add(j)
                waiting.append(j)


def _goes_with(line: Line, j: int, i: int) -> bool:
    word = line.at(j).word
    if word.is_closed or not any(r.kind != FIRST for r in word.names):
        return False
    if line.at(j).is_capital and line.at(i).is_capital:
        return not (line.begins_sentence(j) and word.is_common)
    return word.is_sure or any(r.kind == PATRONYMIC for r in word.names)


def _reading(line: Line, i: int) -> Reading:
    """The case that its preposition asks for; else the subject comes first."""
    token = line.at(i)
    readings = token.word.names
    if not readings:
        return Reading(FIRST, "nomn", token.text.title())
    governed = words.GOVERNS.get(line.at(i - 1).lower) if line.is_beside(i - 1) else None
    for case in filter(None, (governed, *USUAL_CASES)):
        for reading in readings:
            if reading.case == case:
                return reading
    return readings[0]


def _folded(name: str) -> str:
    return name.lower().replace("ё", "е")
