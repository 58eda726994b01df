"""The rules of the house that no ready linter knows, as small readings of the syntax tree. Each is shown to bite."""

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = [p for ring in ("src", "apps", "sandbox", "migrations") for p in sorted((ROOT / ring).rglob("*.py"))]

#: Where an error of any kind may end, and what becomes of it there: the edges of the apps, and one guard of people.
EDGES = {
    "apps/admin/main.py": "the process says that it crashed, without quoting anybody, and ends",
    "apps/bot/analyses.py": "the session is due again when its lease ends",
    "apps/bot/lanes.py": "the updates are kept and tried again, or set aside with an apology",
    "apps/bot/privacy.py": "the erasure is due again when its lease ends",
    "apps/bot/pump.py": "what cannot be claimed is tried again after a rest, and the other pumps go on",
    "apps/bot/webhook.py": "Telegram is asked to call again",
    "apps/worker/batches.py": "the portrait counts as failed and is tried again later, and the others are made",
    "apps/worker/errors.py": "the tick failed; the next one does what is due",
    "apps/worker/stages.py": "the session is due again when its lease ends",
    "src/relove_core/safety/detector.py": "a broken detector means support, and its signal says so",
    "apps/worker/by_hand/carrying_out.py": "the command says that it broke, without quoting anybody, and ends",
    "apps/worker/main.py": "the process says that it crashed, without quoting anybody, and ends",
}
MAKES_TASKS = "apps/bot/pump.py"
MAKE_HTML = (
    "src/relove_core/markup.py",
    "src/relove_core/sessions/wording.py",  # joins what is safe already
    "src/relove_adapters/texts/",
    "src/relove_adapters/postgres/messages.py",  # reads back what was put
)
MAKE_REDACTED = ("src/relove_adapters/redaction/", "src/relove_core/testing/")

LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
EVENT = re.compile(r"[a-z_]+\.[a-z_]+")
BROAD = {"Exception", "BaseException"}

Lint = Callable[[str, str], Iterator[str]]


def tasks_have_a_holder(source: str, path: str) -> Iterator[str]:
    """A task belongs to a TaskGroup; else its errors are lost."""
    tree = _tree(source)
    groups = {
        item.optional_vars.id
        for node in ast.walk(tree)
        if isinstance(node, ast.AsyncWith)
        for item in node.items
        if isinstance(item.optional_vars, ast.Name) and ast.unparse(item.context_expr) == "asyncio.TaskGroup()"
    }
    groups |= {a.arg for a in ast.walk(tree) if isinstance(a, ast.arg) and _says(a.annotation, "asyncio.TaskGroup")}
    for call in _calls(tree):
        if isinstance(call.func, ast.Attribute) and call.func.attr in ("create_task", "ensure_future"):
            if ast.unparse(call.func.value) not in groups and path != MAKES_TASKS:
                yield f"{call.lineno}: a task that no TaskGroup holds"
        elif _says(call.func, "create_task", "ensure_future"):
            yield f"{call.lineno}: a task that no TaskGroup holds"


def errors_are_caught_by_name(source: str, path: str) -> Iterator[str]:
    """What catches everything also raises it again, unless it is one of the edges."""
    for node in ast.walk(_tree(source)):
        if not isinstance(node, ast.ExceptHandler) or isinstance(node.body[-1], ast.Raise) or path in EDGES:
            continue
        caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        if any(c is None or _says(c, *BROAD) for c in caught):
            yield f"{node.lineno}: catches everything"


def log_events_are_named_slice_dot_fact(source: str, path: str) -> Iterator[str]:
    """A literal name, so that it can be looked for; an f-string could carry anything."""
    del path
    for call in _calls(_tree(source)):
        if isinstance(call.func, ast.Attribute) and _says(call.func.value, "log") and call.func.attr in LEVELS:
            name = call.args[0] if call.args else None
            if not isinstance(name, ast.Constant) or not EVENT.fullmatch(str(name.value)):
                yield f"{call.lineno}: a log event is a literal like slice.fact"
            if len(call.args) > 1:
                yield f"{call.lineno}: values of a log event have names"


def only_a_redactor_makes_redacted_text(source: str, path: str) -> Iterator[str]:
    if not path.startswith(MAKE_REDACTED):
        yield from _made(source, "RedactedText")


def only_few_make_markup(source: str, path: str) -> Iterator[str]:
    if not path.startswith(MAKE_HTML):
        yield from _made(source, "Html")


def fakes_stay_out_of_production(source: str, path: str) -> Iterator[str]:
    if path.startswith("src/relove_core/testing/"):
        return
    for node in ast.walk(_tree(source)):
        if isinstance(node, ast.Import):
            modules = [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [node.module or "", *(f"{node.module}.{a.name}" for a in node.names)]
        else:
            continue
        if any(m == "relove_core.testing" or m.startswith("relove_core.testing.") for m in modules):
            yield f"{node.lineno}: takes a fake"


def suppressions_have_a_code_and_a_reason(source: str, path: str) -> Iterator[str]:
    del path
    noqa = re.compile(r"noqa: [A-Z]+\d+(, ?[A-Z]+\d+)* - \S")
    ignore = re.compile(r"type: ignore\[[a-z-]+(, ?[a-z-]+)*\]  # \S")
    for line, comment in _comments(source):
        if "noqa" in comment and not noqa.search(comment):
            yield f"{line}: say the code and the reason: # noqa: ABC123 - why"
        if "type: ignore" in comment and not ignore.search(comment):
            yield f"{line}: say the code and the reason: # type: ignore[code]  # why"


def nothing_is_left_for_later(source: str, path: str) -> Iterator[str]:
    del path
    for line, comment in _comments(source):
        if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", comment):
            yield f"{line}: an issue is the place for this"


LINTS: list[Lint] = [
    tasks_have_a_holder,
    errors_are_caught_by_name,
    log_events_are_named_slice_dot_fact,
    only_a_redactor_makes_redacted_text,
    only_few_make_markup,
    fakes_stay_out_of_production,
    suppressions_have_a_code_and_a_reason,
    nothing_is_left_for_later,
]


@pytest.mark.parametrize("lint", LINTS, ids=lambda lint: lint.__name__)
def test_the_house_keeps_its_rule(lint: Lint) -> None:
    complaints = [
        f"{path}:{complaint}"
        for file in FILES
        for path in [file.relative_to(ROOT).as_posix()]
        for complaint in lint(file.read_text(encoding="utf-8"), path)
    ]

    assert complaints == []


BAD: list[tuple[Lint, str]] = [
    (tasks_have_a_holder, "asyncio.create_task(work())"),
    (tasks_have_a_holder, "asyncio.ensure_future(work())"),
    (tasks_have_a_holder, "from asyncio import create_task\ncreate_task(work())"),
    (tasks_have_a_holder, "loop.create_task(work())"),
    (errors_are_caught_by_name, "try:\n    act()\nexcept:\n    pass"),
    (errors_are_caught_by_name, "try:\n    act()\nexcept Exception:\n    pass"),
    (errors_are_caught_by_name, "try:\n    act()\nexcept (ValueError, BaseException) as e:\n    log(e)"),
    (errors_are_caught_by_name, "try:\n    act()\nexcept Exception:\n    if sometimes:\n        raise"),
    (log_events_are_named_slice_dot_fact, "log.info(f'user.{what}')"),
    (log_events_are_named_slice_dot_fact, "log.info('Something happened')"),
    (log_events_are_named_slice_dot_fact, "log.error()"),
    (log_events_are_named_slice_dot_fact, "log.warning('user.seen', text)"),
    (only_a_redactor_makes_redacted_text, "RedactedText(said)"),
    (only_a_redactor_makes_redacted_text, "redaction.RedactedText(said)"),
    (only_few_make_markup, "Html(said)"),
    (fakes_stay_out_of_production, "from relove_core.testing.clock import FrozenClock"),
    (fakes_stay_out_of_production, "from relove_core import testing"),
    (fakes_stay_out_of_production, "import relove_core.testing.clock"),
    (suppressions_have_a_code_and_a_reason, "x = 1  # noqa"),
    (suppressions_have_a_code_and_a_reason, "x = 1  # noqa: S608"),
    (suppressions_have_a_code_and_a_reason, "x = 1  # type: ignore"),
    (suppressions_have_a_code_and_a_reason, "x = 1  # type: ignore[misc]"),
    (nothing_is_left_for_later, "x = 1  # TODO: something"),
    (nothing_is_left_for_later, "# FIXME"),
]
GOOD: list[tuple[Lint, str]] = [
    (
        tasks_have_a_holder,
        "async def f():\n    async with asyncio.TaskGroup() as group:\n        group.create_task(g())",
    ),
    (tasks_have_a_holder, "def f(group: asyncio.TaskGroup):\n    group.create_task(g())"),
    (errors_are_caught_by_name, "try:\n    act()\nexcept ValueError:\n    pass"),
    (errors_are_caught_by_name, "try:\n    act()\nexcept Exception:\n    undo()\n    raise"),
    (log_events_are_named_slice_dot_fact, "log.info('user.was_seen', user_id=1)"),
    (only_few_make_markup, "escape(said)"),
    (fakes_stay_out_of_production, "from relove_core.users import model"),
    (suppressions_have_a_code_and_a_reason, "x = 1  # noqa: S608, S603 - ours"),
    (suppressions_have_a_code_and_a_reason, "x = 1  # type: ignore[misc, arg-type]  # ships no types"),
    (nothing_is_left_for_later, "x = 'TODO'"),
]


@pytest.mark.parametrize(("lint", "snippet"), BAD, ids=str)
def test_the_rule_bites(lint: Lint, snippet: str) -> None:
    assert list(lint(snippet, "apps/bot/somewhere.py"))


@pytest.mark.parametrize(("lint", "snippet"), GOOD, ids=str)
def test_the_rule_lets_live(lint: Lint, snippet: str) -> None:
    assert list(lint(snippet, "apps/bot/somewhere.py")) == []


@pytest.mark.parametrize("path", [*EDGES, MAKES_TASKS, *MAKE_HTML, *MAKE_REDACTED])
def test_every_exception_to_a_rule_is_still_there(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("path", EDGES)
def test_every_edge_still_catches_everything(path: str) -> None:
    assert list(errors_are_caught_by_name((ROOT / path).read_text(encoding="utf-8"), "elsewhere.py"))


@cache
def _tree(source: str) -> ast.Module:
    return ast.parse(source)


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _says(node: ast.AST | None, *names: str) -> bool:
    return node is not None and ast.unparse(node) in names


def _made(source: str, name: str) -> Iterator[str]:
    for call in _calls(_tree(source)):
        if ast.unparse(call.func).split(".")[-1] == name:
            yield f"{call.lineno}: makes {name}"


def _comments(source: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
