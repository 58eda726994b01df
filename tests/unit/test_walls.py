"""The walls between the rings stand, and the contracts that hold them do bite."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORE = ROOT / "src" / "relove_core"
PURE = frozenset({"pydantic", "relove_core"}) | sys.stdlib_module_names

#: A file, an import that does not belong there, and the contract that must refuse it.
TRESPASSES = {
    "the core takes a library": ("src/relove_core/users/model.py", "import sqlalchemy", "pydantic only"),
    "the core takes an adapter": ("src/relove_core/users/model.py", "import relove_adapters.clock", "know the core"),
    "a slice looks up": ("src/relove_core/delivery/model.py", "import relove_core.users.model", "never"),
    "production takes a fake": ("src/relove_core/users/model.py", "import relove_core.testing", "never"),
    "an adapter takes an app": ("src/relove_adapters/clock.py", "import apps.bot.main", "know the core"),
    "an app takes another": ("apps/bot/main.py", "import apps.worker.main", "nothing of each other"),
}


@pytest.mark.parametrize("path", sorted(CORE.rglob("*.py")), ids=lambda p: str(p.relative_to(CORE)))
def test_the_core_imports_the_standard_library_and_pydantic_only(path: Path) -> None:
    nodes = list(ast.walk(ast.parse(path.read_text())))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and node.level == 0}

    assert {name.partition(".")[0] for name in names} <= PURE


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tree = tmp_path_factory.mktemp("tree")
    for folder in ("src", "apps", "sandbox", "migrations"):
        shutil.copytree(ROOT / folder, tree / folder, ignore=shutil.ignore_patterns("__pycache__", "static", "*.toml"))
    shutil.copy(ROOT / "pyproject.toml", tree)
    return tree


@pytest.mark.parametrize("name", TRESPASSES)
def test_a_trespass_is_refused(name: str, copy: Path) -> None:
    file, line, contract = TRESPASSES[name]
    original = (copy / file).read_text()
    (copy / file).write_text(f"{line}\n{original}")

    found = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=copy,
        env={"PYTHONPATH": f"{copy}/src:{copy}", "PATH": "", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    (copy / file).write_text(original)

    assert found.returncode == 1, found.stdout + found.stderr
    assert any(contract in report and "BROKEN" in report for report in found.stdout.splitlines()), found.stdout
