"""What the redactor costs before it is asked."""

import subprocess
import sys

import pytest

LARGE = ("phonenumbers", "pymorphy3")
ASKED = """
import sys
from relove_adapters.redaction.first_names import latin_relatives, said
from relove_adapters.redaction.pipeline import RussianRedactor
{then}
print(*sorted({{"pymorphy3", "phonenumbers"}} & sys.modules.keys()))
print(said.cache_info().currsize, latin_relatives.cache_info().currsize)
"""


def loaded(then: str) -> tuple[list[str], list[str]]:
    """Which large modules are loaded then, and which tables of names are made, in a process of its own."""
    asked = ASKED.format(then=then)
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    modules, tables = told.splitlines()
    return modules.split(), tables.split()


def test_a_start_waits_neither_for_the_dictionary_nor_for_the_numbering_plans() -> None:
    assert loaded("RussianRedactor()") == ([], ["0", "0"])


def test_who_is_warm_has_loaded_all_that_the_first_text_would_wait_for() -> None:
    assert loaded("RussianRedactor().warm_up()") == ([*LARGE], ["1", "1"])


@pytest.mark.parametrize("text", ["", "42"])
def test_not_any_text_warms_up(text: str) -> None:
    assert loaded(f"RussianRedactor().hide([{text!r}], known={{}})") == ([], ["0", "0"])
