"""What the redactor costs before it is asked."""

import subprocess
import sys


def test_a_start_waits_neither_for_the_dictionary_nor_for_the_numbering_plans() -> None:
    asked = (
        "import sys; from relove_adapters.redaction.pipeline import RussianRedactor; RussianRedactor(); "
        "print(*sorted({'pymorphy3', 'phonenumbers'} & sys.modules.keys()))"
    )

    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout

    assert loaded.split() == []
