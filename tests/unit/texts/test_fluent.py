"""The product's own words: complete in every language, in every form of address, for every number."""

import ast
import itertools
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import ast as fluent
from fluent.syntax import parse
from fluent.syntax.visitor import Visitor

from relove_adapters.texts.fluent import LANGUAGES, FluentTexts
from relove_core.texts import Voice

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "src" / "relove_adapters" / "texts"
VOICES = [Voice(language, address) for language in LANGUAGES for address in ("female", "male", "unknown")]
#: Values for every variable that a text may take; ``address`` is given by the voice.
VALUES: dict[str, str | int] = {"kind": "provocative", "label": "Да", "questions": 3}
VALUES |= {"emergency": "112", "line": "8-800-2000-122", "mobile": "124", "given": "yes", "zone": "+3"}
VALUES |= {"user": "1001", "level": "crisis", "told": 1, "stage": "1", "people": 21, "today": 3, "week": 5}
VALUES |= {"month": 9, "consented": 8, "sessions": 2, "completed": 4, "held": 1, "alerts": 1}
VALUES |= {"title": "1", "promise": "2", "price": "3"}
VALUES |= {"step": "1", "source": "1", "target": "1", "happened": 3, "newcomers": 2, "percent": 67, "made": 4}
VALUES |= {"came": 7, "bought": 1, "most": 3650}
VALUES |= {"wanted": "provocative", "percent": 70}
VALUES |= {"provider": "1", "office": "@1"}
VALUES |= {"days": 3, "round": 2, "bar": "▰▱", "light": 3, "allowed": "1, 2"}
VALUES |= {"run": "5", "by": "1002", "has_admin": "yes", "began": "23.11.2026 14:05", "moment": "23.11.2026 14:05"}
VALUES |= {"state": "counted", "seconds": 21, "named": 40, "number": "9", "processed": 12, "updated": 5, "unchanged": 4}
VALUES |= {"insufficient": 1, "skipped": 2, "failed": 0, "tokens": 12345, "is_more": "no"}
VALUES |= {"version": "7", "is_current": "yes", "author": "admin", "restores": "3", "reason": "1", "model": "1"}
VALUES |= {"prompt": "1", "activities": 50, "remarks": 12, "posts": 5, "bio": 1, "is_enough": "no"}
VALUES |= {"text": "…", "streams": "1, 2"}
VALUES |= {"name": "1", "hours": 1, "months": 1, "failures": 3, "inbox": 61, "outbox": 0}
VALUES |= {"intensity": "softer", "heard": "on", "city": "+3", "words": "…", "minutes": 5}
#: What may be Latin in a Russian text: the product's name, commands, markup, variables and names of forms.
LATIN = re.compile(r"reLove|/[a-z_]+|</?[a-z]+>|\{[^{}]*\}|\[[a-z]+\]|\$[a-z]+")


class Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:  # noqa: N802 - the library's name
        self.names.add(node.id.name)


@cache
def messages(language: str) -> dict[str, fluent.Message]:
    found: dict[str, fluent.Message] = {}
    for file in sorted((FOLDER / language).glob("*.ftl")):
        for entry in parse(file.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, fluent.Junk), f"{file.name}: cannot be read: {entry.content}"
            if isinstance(entry, fluent.Message):
                assert entry.id.name not in found, f"{file.name}: {entry.id.name} is there twice"
                found[entry.id.name] = entry
    return found


def variables(message: fluent.Message) -> set[str]:
    visitor = Variables()
    visitor.visit(message)
    return visitor.names - {"address"}


def literal_codes(tree: ast.AST) -> Iterator[str]:
    """First arguments of ``texts(…)`` and ``self.texts(…)``, and titles; a choice of two counts as both."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        if name.split(".")[-1] in ("texts", "_texts") and node.args:
            yield from _codes_in(node.args[0])
        if name == "reply" and len(node.args) > 3:
            yield from _codes_in(node.args[3])
        yield from (code for k in node.keywords if k.arg == "title" for code in _codes_in(k.value))


def _codes_in(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(code)):
            yield code
        case ast.IfExp(body=body, orelse=orelse):
            yield from _codes_in(body)
            yield from _codes_in(orelse)
        case ast.JoinedStr(values=[ast.Constant(value=str(beginning)), *_]):
            yield f"{beginning}*"


USED = sorted(
    {
        code
        for ring in ("src/relove_core", "apps/bot")
        for file in (ROOT / ring).rglob("*.py")
        for code in literal_codes(ast.parse(file.read_text(encoding="utf-8")))
    }
)


@pytest.fixture(scope="module")
def texts() -> FluentTexts:
    return FluentTexts()


def test_every_language_has_the_same_texts() -> None:
    assert messages("ru").keys() == messages("en").keys()


@pytest.mark.parametrize("code", sorted(messages("ru")))
def test_a_text_takes_the_same_values_in_every_language(code: str) -> None:
    assert variables(messages("ru")[code]) == variables(messages("en")[code])


@pytest.mark.parametrize("code", sorted(messages("ru")))
@pytest.mark.parametrize("voice", VOICES, ids=lambda v: f"{v.language}-{v.address}")
def test_a_text_can_be_said_to_everybody(texts: FluentTexts, code: str, voice: Voice) -> None:
    given = {name: VALUES[name] for name in variables(messages(voice.language)[code])}

    said = texts(code, voice, **given)

    assert said.strip()
    assert "{" not in said
    assert "$" not in said


@pytest.mark.parametrize("code", USED)
def test_every_text_that_is_asked_for_is_there(code: str) -> None:
    if code.endswith("*"):
        assert [known for known in messages("ru") if known.startswith(code[:-1])]
    else:
        assert code in messages("ru")


def test_the_search_for_codes_finds_them() -> None:
    source = 'self.texts("a", v); texts("b" if x else "c", v); texts(f"d-{e}", v); reply(c, u, v, "f"); g(title="h")'

    assert set(literal_codes(ast.parse(source))) == {"a", "b", "c", "d-*", "f", "h"}
    assert {"paused", "welcome", "welcome-back", "summary-*", "help"} <= {*USED, "welcome", "welcome-back"}


@pytest.mark.parametrize("code", sorted(messages("ru")))
@pytest.mark.parametrize("address", ["female", "male", "unknown"])
def test_a_russian_text_is_in_russian(texts: FluentTexts, code: str, address: str) -> None:
    given = {name: VALUES[name] for name in variables(messages("ru")[code])}

    left = LATIN.sub("", texts(code, Voice("ru", address), **given))

    assert not re.search("[A-Za-z]", left), left


@pytest.mark.parametrize("code", sorted(messages("en")))
def test_an_english_text_is_in_english(texts: FluentTexts, code: str) -> None:
    given = {**{name: VALUES[name] for name in variables(messages("en")[code])}}
    given = {name: "x" if isinstance(value, str) and name == "label" else value for name, value in given.items()}

    assert not re.search("[А-Яа-яЁё]", texts(code, Voice("en", "unknown"), **given))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 моих вопросов"),
        (1, "1 мой вопрос"),
        (2, "2 моих вопроса"),
        (5, "5 моих вопросов"),
        (11, "11 моих вопросов"),
        (21, "21 мой вопрос"),
        (22, "22 моих вопроса"),
        (112, "112 моих вопросов"),
    ],
)
@pytest.mark.parametrize("code", ["summary-closed", "summary-so-far", "summary-last"])
def test_russian_numbers_agree(texts: FluentTexts, code: str, number: int, words: str) -> None:
    assert words in texts(code, Voice("ru", "female"), questions=number)


@pytest.mark.parametrize(("number", "words"), [(1, "1 question of"), (2, "2 questions of"), (21, "21 questions of")])
def test_english_numbers_agree(texts: FluentTexts, number: int, words: str) -> None:
    assert words in texts("summary-closed", Voice("en", "unknown"), questions=number)


def test_forms_of_address_differ_where_the_language_wants_it(texts: FluentTexts) -> None:
    for code in ("pause-begun", "welcome-back", "acquainted", "too-fast"):
        said = {texts(code, Voice("ru", address)) for address in ("female", "male", "unknown")}
        assert len(said) == 3, code


def test_values_are_shown_as_they_were_written(texts: FluentTexts) -> None:
    said = texts("quick-reply-chosen", Voice("ru", "unknown"), label="<b>Да</b> & {нет}")

    assert said == "<blockquote>&lt;b&gt;Да&lt;/b&gt; &amp; {нет}</blockquote>"


def test_what_is_not_there_is_a_mistake_in_the_code(texts: FluentTexts) -> None:
    with pytest.raises(LookupError, match="no-such-text"):
        texts("no-such-text", Voice("ru", "unknown"))
    with pytest.raises(LookupError, match="questions"):
        texts("summary-closed", Voice("ru", "unknown"))


def test_the_menu_reads_the_same_to_every_gender(texts: FluentTexts) -> None:
    """A label is a command: it must be known again, whoever presses it."""
    for code, language in itertools.product(("menu-session", "menu-profile", "menu-pause"), LANGUAGES):
        assert len({texts(code, Voice(language, address)) for address in ("female", "male", "unknown")}) == 1
