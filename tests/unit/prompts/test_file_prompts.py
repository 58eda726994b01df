"""Instructions from files: complete, in one version, and in the wheel."""

from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from relove_adapters.prompts.files import MARKER, SLICES, WORDS, FilePrompts, sections
from relove_core.llm import REPAIR, Purpose
from relove_core.prompts import Fact, Prompts
from tests.contracts.prompts import SCHEMAS, PromptsContract, every_combination, facts

ROOT = Path(__file__).parents[3]
PACKAGED = FilePrompts.packaged()
BY_FACT = {"stages": Fact.STAGE, "address": Fact.GENDER, "intensity": Fact.INTENSITY, "symbols": Fact.SYMBOLS}
SECTIONED = {**BY_FACT, "repair": REPAIR}


class TestFilePrompts(PromptsContract):
    @pytest.fixture
    def prompts(self) -> Prompts:
        return PACKAGED


def taken_by(purpose: Purpose) -> set[str]:
    return {name for name in PACKAGED.texts if PACKAGED.version(purpose) != changed(name).version(purpose)}


def changed(name: str) -> FilePrompts:
    return FilePrompts({**PACKAGED.texts, name: PACKAGED.texts[name] + "\nИ ещё."})


def test_no_marker_is_left_in_any_instruction() -> None:
    texts = [PACKAGED.instructions(p, given).text for p in SCHEMAS for given in every_combination()]

    assert texts
    assert [text for text in texts if "{" in text or "}" in text or "\n\n\n" in text or text != text.strip()] == []


def test_every_text_is_used_and_every_purpose_takes_the_rules_about_data() -> None:
    taken = {purpose: taken_by(purpose) for purpose in SCHEMAS}

    assert set().union(*taken.values()) == PACKAGED.texts.keys()
    assert all({"data", "repair", purpose} <= names for purpose, names in taken.items())
    assert taken[Purpose.COACH_TURN] >= SECTIONED.keys()


@pytest.mark.parametrize("name", PACKAGED.texts)
def test_a_change_of_any_text_is_another_version_of_what_takes_it(name: str) -> None:
    for purpose in SCHEMAS:
        before, after = PACKAGED.instructions(purpose, facts()), changed(name).instructions(purpose, facts())

        assert before.text == after.text or before.version != after.version


def test_the_same_texts_have_the_same_version_in_whatever_order_they_were_found() -> None:
    again = FilePrompts(dict(sorted(PACKAGED.texts.items(), reverse=True)))

    assert [again.version(p) for p in SCHEMAS] == [PACKAGED.version(p) for p in SCHEMAS]
    assert FilePrompts({"session_digest": "Перескажи."}).version(Purpose.SESSION_DIGEST) == "277255fa8c81"


@pytest.mark.parametrize("name", SECTIONED)
def test_a_sectioned_text_has_nothing_that_nobody_hears(name: str) -> None:
    text = PACKAGED.texts[name]

    assert text.startswith("## ")
    assert sections(text).keys() == WORDS[SECTIONED[name]]
    assert text.count("\n## ") + 1 == len(sections(text))
    assert len(set(sections(text).values())) == len(sections(text))
    assert all(sections(text).values())


@pytest.mark.parametrize(
    "texts",
    [
        {"session_digest": "{{> data}}"},
        {"session_digest": "{{mood}}"},
        {"session_digest": "{{ data }}"},
        {"session_digest": "{{> data by mood}}", "data": "## on\n\nДа"},
        {"session_digest": "{{> data by symbols}}", "data": "## on\n\nДа"},
        {"session_digest": "{{> data by symbols}}", "data": "## on\n\nДа\n\n## off\n\nНет\n\n## maybe\n\nЕщё"},
    ],
    ids=["no text", "no fact", "no marker", "a section by no fact", "a section too few", "a section too many"],
)
def test_a_broken_text_stops_the_start(texts: dict[str, str]) -> None:
    with pytest.raises(LookupError):
        FilePrompts(texts)


def test_every_text_is_in_the_wheel() -> None:
    included = {file.distribution_path for file in WheelBuilder(str(ROOT)).recurse_included_files()}
    written = {
        f"{place.replace('.', '/')}/prompts/{file.name}"
        for place in SLICES
        for file in (ROOT / "src" / place.replace(".", "/") / "prompts").iterdir()
    }

    assert written <= included
    assert {Path(path).name.removesuffix(".ru.md") for path in written} == PACKAGED.texts.keys()


def test_a_text_takes_no_text_that_takes_it() -> None:
    inner = {marker["text"] for text in PACKAGED.texts.values() for marker in MARKER.finditer(text)} - {None}

    assert inner
    assert not [name for name in inner if MARKER.search(PACKAGED.texts[name])]
