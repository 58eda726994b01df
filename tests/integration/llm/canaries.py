"""Fifty people whose every personal field is unlike anybody else's, and a watch that says whom a text betrays."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from relove_core.ids import UserId

WOMEN = """
Анастасия Виктория Полина Ксения Маргарита Галина Людмила Светлана Тамара Зинаида Лариса Вероника Диана Карина
Регина Эльвира Снежана Алевтина Раиса Клавдия Таисия Ульяна Жанна Аделаида Глафира Василиса Милана Есения Арина
Елизавета Екатерина Оксана Антонина Фаина Валентина Евгения Алина Марина Кристина Татьяна Ирина Эвелина Анфиса
Евдокия Ангелина Юлиана Тереза Магдалина Марьяна Стефания
""".split()
MEN = """
Аркадий Богдан Вадим Геннадий Григорий Дмитрий Егор Захар Игнат Кирилл Константин Леонид Матвей Родион Семён
Станислав Степан Тимофей Филипп Ярослав Артём Алексей Валерий Виталий Владислав Всеволод Вячеслав Георгий Денис
Иннокентий Макар Михаил Назар Николай Руслан Савелий Святослав Тарас Тихон Трофим Эдуард Прохор Ростислав Платон
Остап Тимур Герман Афанасий Терентий Аристарх
""".split()
SURNAMES = """
Ковригин Мещеряков Бондарев Сухоруков Веретенников Гордеев Дружинин Ельцов Жигарев Завьялов Ижевский Каверин Лобачев
Муратов Несмеянов Обручев Пантелеев Ракитин Салтыков Тургенев Уваров Фомичев Хлебников Цветаев Черкасов Шаховской
Щербаков Юсупов Якушев Абрамцев Белобородов Вяземский Горчаков Дашков Ермолаев Жданов Зубарев Иноземцев Кутузов
Ломакин Малышев Нахимов Островский Потапов Рылеев Суворин Татищев Ушаков Фонвизин Храповицкий
""".split()
_WORD = re.compile(r"[^\W_][\w@]*")
_BLANKS = re.compile(r"[\s()+-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """``friend``: whom they tell of. ``shadow``: what only earlier conversations have left of them."""

    user_id: UserId
    first_name: str
    last_name: str
    username: str
    phone: str
    mail: str
    friend: str
    shadow: str

    @property
    def traces(self) -> Iterator[str]:
        """How whatever betrays them begins, folded."""
        for name in (self.first_name, self.last_name, self.friend):
            yield _folded(_stem(name))
        yield from (self.username, self.mail.partition(".")[0], _digits(self.phone)[-7:], _digits(self.shadow)[-7:])


def people() -> list[Person]:
    """A woman and a man in turn; whom she tells of is a man, and the other way round."""
    return [
        Person(
            user_id=UserId(1000 + n),
            first_name=(WOMEN if n % 2 else MEN)[n],
            last_name=_of_woman(SURNAMES[n]) if n % 2 else SURNAMES[n],
            username=f"sova{n:02}{'xyzwv'[n % 5]}_k",
            phone=f"+7 9{n:02} {n * 17 % 900 + 100}-{n * 7 % 90 + 10}-{n * 3 % 90 + 10}",
            mail=f"kanareika{n:02}@pochta.example.org",
            friend=(MEN if n % 2 else WOMEN)[n],
            shadow=f"8 (8{n:02}) {n * 13 % 800 + 200}-{n * 11 % 90 + 10}-{n * 9 % 90 + 10}",
        )
        for n in range(50)
    ]


class Watch:
    """Who is betrayed by a text."""

    def __init__(self, everybody: list[Person]) -> None:
        self._owners = {trace: p.user_id for p in everybody for trace in p.traces}
        assert len(self._owners) == len(everybody) * 7, "a trace leads to one person"
        self._lengths = sorted({len(trace) for trace in self._owners})

    def betrayed_by(self, text: str) -> set[UserId]:
        folded = _folded(text)
        words = {word[:length] for word in set(_WORD.findall(folded)) for length in self._lengths}
        digits = _digits(_BLANKS.sub("", folded))
        numbers = {digits[at : at + 7] for at in range(len(digits) - 6)}
        return {self._owners[trace] for trace in (words | numbers) & self._owners.keys()}


def cases(name: str) -> dict[str, str]:
    """A first name in all cases, by the simple rules that the names above follow."""
    endings = {
        "ия": ("ия", "ии", "ии", "ию", "ией"),
        "а": ("а", "ы", "е", "у", "ой"),
        "ий": ("ий", "ия", "ию", "ия", "ием"),
        "ай": ("ай", "ая", "аю", "ая", "аем"),
        "ей": ("ей", "ея", "ею", "ея", "еем"),
        "": ("", "а", "у", "а", "ом"),
    }
    ending = next(e for e in endings if name.endswith(e))
    forms = (name.removesuffix(ending) + e for e in endings[ending])
    return dict(zip(("nom", "gen", "dat", "acc", "ins"), forms, strict=True))


def said_by(person: Person) -> Iterator[str]:
    """Twenty things that they say, each of which betrays somebody or something."""
    friend, own = cases(person.friend), person.first_name
    yield f"Меня зовут {own}, и я устаю от всех."
    yield f"Вчера {friend['nom']} опять не пришёл домой, а я жду как дура."
    yield f"Я всё делаю для {friend['gen']}, а мне никто."
    yield f"Позвоню {friend['dat']} и скажу всё, мой номер {person.phone} пусть сотрёт."
    yield f"Не могу забыть {friend['acc']}, хотя прошло три года."
    yield f"С {friend['ins']} мы почти не разговариваем."
    yield f"Мама кричит: «{own}, ты никогда не думаешь о других!»"
    yield f"Напиши мне на {person.mail}, там удобнее."
    yield f"В телеграме я @{person.username}, а раньше была другая жизнь."
    yield f"По паспорту я {person.last_name} {own}, и фамилия мне чужая."
    yield f"{person.last_name} всегда должны быть первыми, так говорил отец."
    yield "Не знаю. Нормально всё."
    yield f"Если {friend['nom']} уйдёт, мне станет легче, и это стыдно."
    yield f"Я отдала {friend['dat']} ключи и телефон {person.phone}."
    yield f"{person.username} придумал мне брат, и я везде так."
    yield f"{friend['nom']}, {friend['nom']}, всё время {friend['nom']}, а где я?"
    yield f"Сколько ещё мне носить чужое? {own} устаёт."
    yield f"Он спросил: «{own} {person.last_name}, ты меня слышишь?» А я молчу."
    yield f"Пишите на почту {person.mail} или звоните {person.phone}."
    yield "Хватит на сегодня, наверное."


def _of_woman(surname: str) -> str:
    return f"{surname.removesuffix('ий').removesuffix('ой')}ая" if surname.endswith(("ий", "ой")) else f"{surname}а"


def _stem(name: str) -> str:
    return name[:-2] if name.endswith(("ия", "ий", "ая", "ой", "ей", "ай")) else name.rstrip("а")


def _folded(text: str) -> str:
    return text.casefold().replace("ё", "е")


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdecimal())
