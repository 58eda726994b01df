"""Everything that is checked, by name. ``make test`` runs the default sessions, and so does CI."""

import nox

# The lock is installed once, by ``make``: every session uses that environment.
nox.options.default_venv_backend = "none"
nox.options.error_on_external_run = False
nox.options.sessions = ["lint", "types", "imports", "unit", "integration", "crash_short"]

CODE = ("src", "apps", "sandbox", "migrations", "tests", "benchmarks", "noxfile.py")


@nox.session
def lint(session: nox.Session) -> None:
    """Style, by ruff."""
    session.run("ruff", "format", "--check", *CODE)
    session.run("ruff", "check", *CODE)


@nox.session
def types(session: nox.Session) -> None:
    """Types, by mypy in strict mode."""
    session.run("mypy")


@nox.session
def imports(session: nox.Session) -> None:
    """The walls between core, adapters and apps, by import-linter."""
    session.run("lint-imports")


@nox.session
def unit(session: nox.Session) -> None:
    """The core and the adapters without a server: seconds."""
    session.run("pytest", "tests/unit", *session.posargs)


@nox.session
def integration(session: nox.Session) -> None:
    """Real PostgreSQL, Redis and local Bot API; migrations up, down and up."""
    session.run("pytest", "tests/integration", "--numprocesses=2", "--dist=loadfile", *session.posargs)


@nox.session
def crash_short(session: nox.Session) -> None:
    """A few kills of real processes."""
    session.run("pytest", "tests/crash", *session.posargs)


@nox.session
def crash(session: nox.Session) -> None:
    """Hundreds of updates, dozens of kills: some twenty minutes. Prints what each kill hit."""
    session.run("pytest", "tests/crash", "-s", *session.posargs, env={"RELOVE_CRASH": "full"})


@nox.session
def corpus(session: nox.Session) -> None:
    """How the crisis detector and the redactor do on their corpora: every part, misses of the tuned one only."""
    session.run("python", "-m", "tests.corpus.crisis")
    session.run("python", "-m", "tests.corpus.redaction")


@nox.session
def bench(session: nox.Session) -> None:
    """Ratios against yardsticks, both sides interleaved. Prints the table."""
    session.run("python", "-m", "benchmarks", *session.posargs)
