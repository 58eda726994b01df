"""Commands that speak Russian to whoever types them: argparse itself knows English only."""

import argparse
from collections.abc import Iterable
from typing import NoReturn

from relove_adapters.settings import give_up

#: The beginnings, and the ends, of what argparse can say to a caller of ours.
IN_RUSSIAN = {
    "the following arguments are required:": "не хватает",
    "one of the arguments": "нужно выбрать одно из",
    " is required": "",
    "not allowed with argument": "нельзя вместе с",
    "unrecognized arguments:": "неизвестные параметры",
    "expected one argument": "нужно значение",
    "invalid int value:": "нужно целое число, а не",
    "invalid choice:": "нет такого варианта:",
    "choose from": "есть",
    "argument ": "",
}


class RussianHelp(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "Как вызвать: " if prefix is None else prefix)


class RussianParser(argparse.ArgumentParser):
    """A wrong parameter ends the process with a sentence and code 2; a parameter has no shorter name."""

    def __init__(self, *, prog: str, description: str) -> None:
        super().__init__(
            prog=prog, description=description, formatter_class=RussianHelp, allow_abbrev=False, add_help=False
        )
        self._positionals.title, self._optionals.title = "Что сделать", "Параметры"
        self.add_argument("-h", "--help", action="help", help="эта подсказка")

    def error(self, message: str) -> NoReturn:
        for english, russian in IN_RUSSIAN.items():
            message = message.replace(english, russian)
        give_up(f"Неверные параметры: {message}\nПодсказка: {self.prog} --help")
