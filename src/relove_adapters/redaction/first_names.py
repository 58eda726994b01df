"""First names as they are said in chats: what the dictionary of Russian does not know, or takes for something else."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from relove_adapters.redaction.declension import VOWELS, forms, possessives

#: A family a line: what one person may be called.
FAMILIES = """
Александр Александра Саша Саня Шура Шурик Санёк Санчик Сашуля Алекс Саныч Искандер
Алексей Алёша Лёша Лёха Алёшка Лёшка Лёшик
Анатолий Толя Толик Толян Толяныч
Андрей Андрюша Андрюха Андрюшка Дрюня
Антон Антоша Антоха Тоха Тошка
Аркадий Аркаша
Арсений Арсюша Сеня Сенька
Артём Артемий Тёма Тёмка Тёмыч Артёмка
Артур Артурик
Богдан Богдаша
Борис Боря Борька
Вадим Вадик Вадя Вадюша
Валентин Валентина Валя Валюша Валюха Валюшка Валюня
Валерий Валерия Валера Валерка Лера Лерочка Лерка
Варвара Варя Варюша Варюшка Варенька Варька
Василий Вася Васёк Васька Васенька
Василиса Василинка Вася
Вера Верочка Верунчик Веруня Верка Веруша
Виктор Витя Витёк Витька Витюша
Виктория Вика Викуся Викуля Викулька Викушка Викочка Тори
Виталий Виталя Виталик Виталька
Владимир Вова Вован Вовка Вовчик Вовочка Володя Володька Владимирка
Владислав Владислава Влад Владик Владя Слава Владка
Вячеслав Слава Славик Славян Славка Славочка
Галина Галя Галочка Галинка Галка Галюня Галчонок
Геннадий Гена Генка Геша
Георгий Гоша Жора Гера Гошка Гошан Георг
Глеб Глебушка
Григорий Гриша Гриня Гришка Гришаня
Гульнара Гуля Гузель Гульназ
Даниил Данил Данила Данька Данёк Даня Данечка Данилка
Дарья Даша Дашка Дашуля Дашенька Дашута Дарина Дашутка Дарьюшка
Диана Дианка Дианочка
Динара Дина Диля Диляра Динка
Дмитрий Дима Димон Димка Димас Димасик Димочка Димуля Димыч Митя Митька Митяй
Ева Евочка Евангелина
Евгений Евгения Женя Жека Женька Женечка Жэка Евгеша
Егор Егорка Егорушка Гоша
Екатерина Катерина Катя Катька Катюша Катюха Катюня Катенька Катрин Катюшка Кэт Катарина Катёнок
Елена Алёна Лена Ленка Леночка Ленуся Ленок Ленчик Лёля Лёлька Еленка Леночек Алёнка Алёнушка Алёночка
Елизавета Лизавета Лиза Лизка Лизонька Лизочка Лизок
Жанна Жанночка Жанка
Захар Захарка
Зинаида Зина Зинка Зиночка Зинуля
Злата Златочка
Зоя Зоечка Зойка
Иван Ваня Ванька Ванечка Ванёк Ванюша Ванюшка Иванушка
Игорь Игорёк Игорёша Гарик Игоряша Игорюша
Илья Илюша Илюха Илюшка
Инна Инночка Инга Инка
Ирина Ира Ирка Ирочка Ирусик Иришка Иринка Ируся Ирунчик Ириша Ирэн
Карина Кариша Каринка Кариночка
Кира Кирочка
Кирилл Кирюша Кирюха Кирилка
Клавдия Клава Клавочка
Константин Костя Костик Костян Костенька Костюша
Кристина Кристя Кристинка Кристиночка Крис
Ксения Оксана Ксюша Ксюха Ксеня Ксю Ксюшка Ксюнька Оксанка Оксаночка
Лариса Лара Лариска Ларочка
Лев Лёва Лёвушка Лёвчик
Леонид Лёня Лёнчик Лёнька
Леся Леська
Лидия Лида Лидочка Лидуся Лидка
Лика Анжелика Анжела Анжелочка
Лилия Лиля Лилька Лилечка
Любовь Люба Любаша Любочка Любка Любаня
Людмила Люда Людочка Людка Людмилка Люся Люська Люсенька Мила Милочка Милка
Макар Макарка
Максим Макс Максик Максимка Максюша Максимушка
Маргарита Марго Рита Риточка Ритка Ритуля Маргоша
Марина Мариша Маринка Мариночка Маришка
Мария Маша Машка Машенька Машуня Машуля Машутка Маня Манька Маруся Маруська Муся Марья Маняша
Марк Марик
Марта Мартуся Мартина
Марьяна Марианна
Матвей Матюша Матвейка Мотя
Милана Милена Миланка
Мира Мирослава Мирослав Мирон
Михаил Миша Мишка Мишаня Миха Мишутка Мишенька Михей
Надежда Надя Надюша Надюха Наденька Надька Надюшка Надин
Наталья Наталия Наташа Наталка Натуля Натуся Ната Натка Наташка Наташенька Натали Наталочка
Анна Аня Анька Анечка Анюта Анютка Нюра Нюша Нюся Аннушка Анюша Анюточка
Анастасия Настя Настька Настюша Настюха Настёна Настенька Настасья Стася Ася Настюшка Настёнка
Антонина Тоня Тонечка Тонька
Алина Аля Алинка Алиночка Альбина
Алла Аллочка Алка
Ариша Арина Аришка Аринка Ариночка Ринка
Алиса Алиска
Никита Никитка Никитос Никитушка
Ника Вероника Никуша Вероничка
Николай Коля Колян Колька Коленька Колюня Николаша Кольчик
Нелли Неля Нелька
Нина Ниночка Нинка Нинуля
Олег Олежа Олежка Олежек
Ольга Оля Олечка Олька Олюшка Оленька Ольгуша Ольчик
Павел Паша Павлик Пашка Пашенька Павлуша
Пётр Петя Петька Петруха Петенька Петруша
Полина Поля Полинка Полечка Полиночка
Раиса Рая Раечка Райка
Регина Рена
Роза Розочка
Роман Рома Ромка Ромчик Ромашка Ромочка Романчик
Ростислав Ростик
Руслан Рустам Русик Рустик
Савелий Сава Савва
Святослав Святик
Семён Сёма Сеня Сёмка Сенечка
Светлана Света Светка Светик Светуля Светочка Светуся Светланка Лана
Сергей Серёжа Серёга Серёжка Серый Серёженька Серж Серик
Снежана Снежка
София Софья Соня Сонечка Сонька Софа Софочка Сонюшка
Станислав Стас Стасик Стасян
Степан Стёпа Стёпка Степашка
Тамара Тома Томочка Тамарочка Тамарка
Татьяна Таня Танька Танечка Танюша Танюха Танчик Танюшка Татьянка
Таисия Тася Тая Таисья
Тимофей Тима Тимоша Тимка Тимоха Тимур Тимурка Тимурик
Тихон Тиша
Ульяна Уля Уляша Ульянка Ульяша
Фаина Фая
Фёдор Федя Федька Феденька
Филипп Филя Филиппок
Эдуард Эдик
Элла Эллочка Эля Эльвира Эвелина Элина Эля Элька
Эмма Эммочка
Юлия Юля Юлька Юлечка Юляша Юляшка Юлиана Юленька Юльчик
Юрий Юра Юрик Юрец Юрка Юрочка
Яков Яша Яшка
Яна Яночка Янка Янина
Ян Яник
Ярослав Ярослава Ярик Яся
"""

#: Names without a family worth the line.
OTHERS = """
Денис Дэн Денчик Марат Марсель Дамир Рамиль Ринат Ренат Ильнур Айдар Азамат Алишер Тигран Ашот Гурген Вахтанг Гиви
Заур Шамиль Мурад Нурлан Ерлан Тимерлан Эмин Рамзан Умар Анзор Рафик Ильдар Фарид Рашид Салават Камиль Карен Армен
Арам Клим Герман Платон Назар Лука Эрик Эмиль Мартин Давид Дэвид Майкл Джон Ратмир Эльдар Тарас Родион Всеволод Сева
Демид Айгуль Алсу Асель Айнур Ильмира Лейла Лейсан Наргиз Наргиза Мадина Патимат Гаянэ Ануш Нино Тамрико Зухра Фатима
Эльмира Румия Резеда Альфия Аида Аделина Адель Амина Доминика Есения Камила Каролина Лолита Мелания Моника Николь
Пелагея Рузанна Прасковья Сабина Сюзанна Стефания Эльза Виолетта Зара Зарина Зарема Лада Лина Майя Мия Нелли Стеша
Степанида Устинья Фрося Ефросинья Дана Евдокия Дуня Дуся Агата Аглая Ангелина Гелла Лилиана Лиана Нонна Римма Сусанна
Тая Тамила Динара Севиль Ксюнечка Жасмин Айша Айжан Айнура Гульшат Зульфия Земфира Рушана Розалия Эмилия Юнона Ярина
Влада Ирма Изольда
"""

OF = "of"
"""Stands for a case where a thing is said to be somebody's."""

#: What a short name in -а or -я may grow, after its stem.
HARD = "ка очка уля уня уся уша ушка унчик он ан чик"
HUSHING = "ка енька уля уня утка ута"
SOFT = "ька ечка енька юша юшка юха юля юня юся ян"

LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
SCHEMES = tuple(
    str.maketrans(dict(zip(LETTERS, latin.split(), strict=True)))
    for latin in (
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya",
        "a b v g d e yo j z i j k l m n o p r s t u f h c ch sh sch _ y _ e u ja",
        "a b v g d e e zh z i i k l m n o p r s t u f h ts ch sh sch _ y _ e iu ia",
    )
)


@cache
def family_forms() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Every form of every name, in lower case without ё -> its readings as (case, nominative)."""
    readings = defaultdict[str, dict[tuple[str, str], None]](dict)
    for name in _all_names():
        for case, form in forms(name):
            readings[form.lower().replace("ё", "е")][case, name] = None
    for name in sorted(spelled_out()):
        for form in possessives(name):
            readings[form.lower().replace("ё", "е")][OF, name] = None
    return {form: tuple(found) for form, found in readings.items()}


@cache
def spelled_out() -> frozenset[str]:
    """The names that are written above, and not grown from them."""
    return frozenset((*FAMILIES.split(), *OTHERS.split()))


@cache
def relatives() -> Mapping[str, frozenset[str]]:
    """What else somebody of this name (in lower case without ё) may be called."""
    together = defaultdict[str, set[str]](set)
    for line in FAMILIES.splitlines():
        family = {one for name in line.split() for one in (name, *_grown(name))}
        for name in family:
            together[name.lower().replace("ё", "е")] |= family
    return {name: frozenset(family) for name, family in together.items()}


@cache
def latin_relatives() -> Mapping[str, frozenset[str]]:
    """The same of a name in Latin letters, as it is spelled."""
    together = defaultdict[str, frozenset[str]](frozenset)
    for name, family in relatives().items():
        for spelling in latin(name):
            together[spelling] |= family
    return {spelling: family for spelling, family in together.items() if spelling in latin_names()}


@cache
def said() -> Mapping[str, tuple[str, ...]]:
    """Every form of everybody who has relatives, in both alphabets, in lower case without ё -> whom it may mean."""
    meant = defaultdict[str, dict[str, None]](dict)
    for name in sorted({name for family in relatives().values() for name in family}):
        for form in (*(form for _, form in forms(name)), *possessives(name), *latin(name)):
            meant[form.lower().replace("ё", "е")][name] = None
    return {form: tuple(names) for form, names in meant.items()}


def _all_names() -> Iterator[str]:
    for name in sorted(spelled_out()):
        yield name
        yield from _grown(name)


def _grown(name: str) -> Iterator[str]:
    """Машуня, Димон, Ленуся: only from what is short itself."""
    stem, last = name[:-1], name[-1]
    if not 3 <= len(name) <= 4 or last not in "ая" or stem[-1] in "кхй" + VOWELS:
        return
    suffixes = SOFT if last == "я" else HUSHING if stem[-1] in "шжчщ" else HARD
    for suffix in suffixes.split():
        yield stem + suffix


@cache
def latin_names() -> frozenset[str]:
    """The names as they are written with Latin letters."""
    return frozenset(spelling for name in spelled_out() for spelling in latin(name))


def latin(name: str) -> frozenset[str]:
    """The usual spellings of a Russian word, in lower case."""
    plain = {name.lower().translate(scheme).replace("_", "") for scheme in SCHEMES}
    return frozenset(p.replace(*usual) for p in plain for usual in (("", ""), ("iya", "ia"), ("iy", "y"), ("ks", "x")))
