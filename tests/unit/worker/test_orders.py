"""What the command line asks for: never more than it says, and a sentence where it does not say it."""

import pytest

from apps.worker.by_hand.orders import BringBack, Compare, Order, Refresh, Versions, read_order
from relove_core.ids import UserId, VersionId
from relove_core.profiles.foresight import Whom


@pytest.mark.parametrize(
    ("line", "order"),
    [
        ("refresh --all", Refresh(whom=Whom.ALL, batch=None, is_dry_run=False)),
        ("refresh --due --batch-size 100", Refresh(whom=Whom.DUE, batch=100, is_dry_run=False)),
        ("refresh --user-id 5 --dry-run", Refresh(whom=UserId(5), batch=None, is_dry_run=True)),
        ("versions --user-id 5", Versions(user_id=UserId(5))),
        ("compare --user-id 5 9 7", Compare(user_id=UserId(5), one=VersionId(9), other=VersionId(7))),
        (
            "roll-back --user-id 5 --version 7 --by 6 --reason потому",
            BringBack(user_id=UserId(5), version_id=VersionId(7), by=UserId(6), reason="потому"),
        ),
    ],
)
def test_an_order_says_what_is_wanted(line: str, order: Order) -> None:
    assert read_order(line.split()) == order


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("", "не хватает КОМАНДА"),
        ("all", "нет такого варианта: 'all'"),
        ("refresh", "нужно выбрать одно из --all --due --user-id\n"),
        ("refresh --dry-run", "нужно выбрать одно из --all --due --user-id"),
        ("refresh --all --due", "--due: нельзя вместе с --all"),
        ("refresh --all --user-id 5", "--user-id: нельзя вместе с --all"),
        ("refresh --al", "нужно выбрать одно из"),
        ("refresh --all now", "неизвестные параметры now"),
        ("refresh --user-id", "--user-id: нужно значение"),
        ("refresh --user-id анна", "«анна» — нужен номер"),
        ("refresh --user-id 0", "«0» — нужен номер"),
        ("refresh --user-id -5", "«-5» — нужен номер"),
        (f"refresh --user-id {'9' * 19}", "нужен номер"),
        ("refresh --all --batch-size 0", "«0» — нужно целое число от 1 до 100"),
        ("refresh --all --batch-size -1", "«-1» — нужно целое число от 1 до 100"),
        ("refresh --all --batch-size 101", "от 1 до 100"),
        ("refresh --all --batch-size много", "«много» — нужно целое число от 1 до 100"),
        ("refresh --all --batch-size 1.5", "от 1 до 100"),
        ("versions", "не хватает --user-id"),
        ("compare --user-id 5 7", "не хватает ВЕРСИЯ"),
        ("roll-back --user-id 5 --version 7 --by 6", "не хватает --reason"),
    ],
)
def test_what_is_no_order_ends_in_a_sentence(line: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        read_order(line.split())

    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (2, "")
    assert said.err.startswith("Неверные параметры: ")
    assert told in said.err
    assert "Подсказка: relove-profiles" in said.err


@pytest.mark.parametrize("line", ["--help", "refresh -h", "versions -h", "compare -h", "roll-back -h"])
def test_help_is_in_russian(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        read_order(line.split())

    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert said.startswith("Как вызвать: relove-profiles")
    assert "Параметры:" in said
    assert "show this" not in said
