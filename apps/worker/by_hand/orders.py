"""What somebody wants of the portraits, read from the command line."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

from relove_adapters.command_line import RussianParser
from relove_core.ids import UserId, VersionId
from relove_core.profiles.foresight import Whom
from relove_core.profiles.guards import number_in
from relove_core.profiles.roll_back import REASON_CHARS

MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Refresh:
    """``batch``: how many at the same time; ``None``: as the worker does it."""

    whom: Whom | UserId
    batch: int | None
    is_dry_run: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    user_id: UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare:
    user_id: UserId
    one: VersionId
    other: VersionId


@dataclass(frozen=True, slots=True, kw_only=True)
class BringBack:
    user_id: UserId
    version_id: VersionId
    by: UserId
    reason: str


Order = Refresh | Versions | Compare | BringBack


def read_order(arguments: Sequence[str] | None = None) -> Order:
    """Ends the process with code 2 and a sentence where the order is not whole: nothing is meant by leaving out."""
    given = _parser().parse_args(arguments)
    match given.command:
        case "refresh":
            return Refresh(whom=given.whom, batch=given.batch_size, is_dry_run=given.dry_run)
        case "versions":
            return Versions(user_id=UserId(given.user_id))
        case "compare":
            one, other = map(VersionId, given.versions)
            return Compare(user_id=UserId(given.user_id), one=one, other=other)
    return BringBack(
        user_id=UserId(given.user_id), version_id=VersionId(given.version), by=UserId(given.by), reason=given.reason
    )


def _parser() -> RussianParser:
    prog = "relove-profiles"
    parser = RussianParser(prog=prog, description="Портреты участников: обновить, посмотреть версии, вернуть прежнюю.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="КОМАНДА")

    def command(name: str, what: str) -> RussianParser:
        return commands.add_parser(name, prog=f"{prog} {name}", description=what, help=what)

    _add_refresh(command("refresh", "обновить портреты"))
    versions = command("versions", "показать версии портрета")
    compare = command("compare", "сравнить две версии портрета")
    back = command("roll-back", "вернуть прежнюю версию портрета")
    for one in (versions, compare, back):
        one.add_argument("--user-id", type=_number, required=True, metavar="N", help="номер участника")
    compare.add_argument("versions", type=_number, nargs=2, metavar="ВЕРСИЯ", help="две версии портрета")
    back.add_argument("--version", type=_number, required=True, metavar="V", help="какую версию вернуть")
    back.add_argument("--by", type=_number, required=True, metavar="N", help="номер администратора, который так решил")
    low, high = REASON_CHARS
    back.add_argument("--reason", required=True, metavar="ТЕКСТ", help=f"почему, от {low} до {high} знаков")
    return parser


def _add_refresh(parser: RussianParser) -> None:
    whom = parser.add_mutually_exclusive_group(required=True)
    for whose, what in ((Whom.ALL, "всех, кто был здесь недавно"), (Whom.DUE, "тех из них, чей портрет устарел")):
        whom.add_argument(f"--{whose}", dest="whom", action="store_const", const=whose, help=what)
    whom.add_argument("--user-id", dest="whom", type=_number, metavar="N", help="одного участника")
    parser.add_argument("--batch-size", type=_batch, metavar="N", help=f"сколько сразу, от 1 до {MOST_AT_ONCE}")
    parser.add_argument("--dry-run", action="store_true", help="только посчитать: никого не спрашивать и не менять")


def _number(text: str) -> int:
    number = number_in(text)
    if not number:
        raise argparse.ArgumentTypeError(f"«{text}» — нужен номер, целое число больше нуля")
    return number


def _batch(text: str) -> int:
    number = number_in(text)
    if not number or number > MOST_AT_ONCE:
        raise argparse.ArgumentTypeError(f"«{text}» — нужно целое число от 1 до {MOST_AT_ONCE}")
    return number
