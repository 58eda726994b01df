"""One slip of the finger in a word that matters."""

import re
from collections.abc import Iterable

from relove_core.safety.russian.sounds import soften

_KEYS = """
умереть умирать сдохнуть подохнуть повеситься застрелиться отравиться утопиться покончить покончу вздернуться
самоубийство самоубийстве самоубийством самоубиться суицид суициде суицида суицидные суицидальные
таблетки таблеток таблетками снотворного исчезнуть исчезну проснуться просыпаться порезать порезала порезалась
вскрыться выпилиться существовать закончится кончится незачем бессмысленна прощайте прощальное предсмертную
подоконнике подоконник спрыгну прыгнуть лезвием лезвие верёвка верёвку повешусь застрелюсь отравлюсь
наглоталась наглотался устала надоело смысла обузой
""".split()

#: Words of their own, one slip away from a word that matters.
_OTHERS = frozenset(
    soften(word)
    for word in """
    убирать упирать удирать умерить скрыться отправиться оправиться окончить окончу закончиться кончить
    топиться отправлюсь оправлюсь повысить прочнуться закончатся кончатся встала уставал устава устали устало
    прыгнул спрыгнул покончи простудиться таблетка таблетку исчезнуть исчезнет исчезнул просыпаюсь порезал
    сдохну сдохнет сдохли сдохла умирает умирала умирают умирал умирай умираем умерли умерла умерло проснется
    проснемся проснутся надоела надоели надоест смысл смыслы смыслу смысле прощаете прощайся прощай веревки верёвки
    лезвия подоконника обузу обуза повесился повесилась закончилась закончилось кончилось кончилась закончатся
    исчезло исчезла исчезли прыгнет прыгнут прыгай отравился отравилась отравит застрелился утопилась утопился
    умерял умереть сдыхать издохнуть просыпается просыпаемся проснулась проснулся спокойно убираться
    подрезала прорезала порезали порезало отрезала нарезала взрезала
    """.split()
) | frozenset(
    soften(stem + ending)
    for stem in (key.removesuffix("ся").removesuffix("ть") for key in _KEYS if key.endswith(("ть", "ться")))
    for ending in "л ла ло ли лся лась лось лись й йся йте ем ет ют ешь".split()
)

#: Short words, where one slip makes too many others: the slips themselves.
_SHORT = {
    soften(slip): soften(meant)
    for meant, slips in {
        "хочу": "хчу хачу хочю хоцу хчоу зочу хочк хоч хочуу хоочу хотчу хоту хосу нхочу кочу",
        "жить": "жыть жит житт дить жиить жтиь жиь",
        "умереть": "умиреть умирет умреть умерть умеерть уемреть умеретт умерет омереть умереьт",
        "умирать": "умераю умерать",
        "умираю": "умераю умирау",
        "сдохнуть": "здохнуть сдохнут сдхнуть сдоханть",
        "убить": "убиить убиь убть",
        "убью": "убъю убю убьбю",
        "себя": "сбея сиба сбя себч",
        "собой": "сабой собй собою сообой",
        "режу": "рижу ражу режк",
        "меня": "миня менч мня",
        "обуза": "абуза абуса обуса",
        "обузой": "абузой",
        "выхода": "выхада вихода",
        "лучше": "лутше лудше лучьше лутче",
        "легче": "лехче лекче легчи",
        "будет": "будит бдует буит",
        "вижу": "вежу вижк",
        "выпила": "выпела выпиля",
        "выпил": "выпел",
        "сейчас": "щас щаз ща счас сичас щяс",
        "что": "чо што шо чё че",
        "нибудь": "нить нибуть",
        "устал": "устл",
        "думаю": "дкмаю думаб думою",
        "прощай": "прощяй прасчай",
        "крыше": "крише",
    }.items()
    for slip in slips.split()
}


def _shortened(word: str) -> Iterable[str]:
    return (word[:n] + word[n + 1 :] for n in range(len(word)))


_EXACT = {soften(key) for key in _KEYS}
_NEAR = {
    **{short: key for key in sorted(_EXACT, reverse=True) for short in _shortened(key)},
    **{key: key for key in _EXACT},
}
_LENGTHS = range(min(map(len, _EXACT)) - 1, max(map(len, _EXACT)) + 2)
_WORD = re.compile(r"[а-я]+")


def mend(text: str, known: frozenset[str] = frozenset()) -> str:
    """Put right the words that are one letter more, less, other or swapped away from a word that matters.

    ``known`` words are right as they are.
    """
    return _WORD.sub(lambda found: found[0] if found[0] in known else _mended(found[0]), text)


def _mended(word: str) -> str:
    if short := _SHORT.get(word):
        return short
    if len(word) not in _LENGTHS or word in _EXACT or word in _OTHERS:
        return word
    if word in _NEAR:
        return _NEAR[word]
    return next((_NEAR[short] for short in _shortened(word) if _meets(short, word)), word)


def _meets(short: str, word: str) -> bool:
    """Sharing a shortened form is one other letter, one more, or a swap; two far-apart slips are not mended."""
    key = _NEAR.get(short)
    if key is None:
        return False
    if len(key) != len(word):
        return key == short
    differing = [n for n, (a, b) in enumerate(zip(word, key, strict=True)) if a != b]
    if len(differing) == 2:
        one, two = differing
        return two == one + 1 and word[one] == key[two] and word[two] == key[one]
    return len(differing) == 1
