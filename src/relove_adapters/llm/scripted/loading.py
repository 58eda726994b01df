"""Reading the bank from the files beside the code, once."""

import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from pydantic import ValidationError

from relove_adapters.llm.scripted.bank import Bank
from relove_core.journey.model import Stage

#: Beside the folders of the themes and of the stages.
FILES = ("reactions", "leads", "moves", "arc", "care", "contradictions", "cues", "summary", "stage_signs",
         "stage_reasons", "diagnosing", "portraits", "guiding", "portraying")  # fmt: skip


class BrokenBank(ValueError):
    """A text of the bank cannot be used; names the file and the key."""


def load_bank(root: Traversable | None = None) -> Bank:
    """Read and check every text.

    Raises:
        BrokenBank: a file is missing or unreadable, or something in it is not as it should be.
    """
    root = root or files("relove_adapters.llm.scripted") / "bank"
    raw: dict[str, Any] = {}
    for folder in ("themes", "stages"):
        found = sorted((f for f in (root / folder).iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
        raw[folder] = {f.name.removesuffix(".toml"): _read(f, f"{folder}/{f.name}") for f in found}
    for name in FILES:
        raw[name] = _read(root / f"{name}.toml", f"{name}.toml")
    try:
        bank = Bank.model_validate(raw)
    except ValidationError as e:
        raise BrokenBank("; ".join(_place(error["loc"]) + ": " + error["msg"] for error in e.errors()[:5])) from e
    missing = {stage.value.lower() for stage in Stage} ^ set(bank.stages)
    if missing:
        raise BrokenBank(f"stages/: a file too many or too few for {sorted(missing)}")
    unsigned = {stage.value.lower() for stage in Stage} ^ set(bank.stage_signs)
    if unsigned:
        raise BrokenBank(f"stage_signs.toml: a section too many or too few for {sorted(unsigned)}")
    unreasoned = {stage.value.lower() for stage in Stage} ^ set(bank.stage_reasons)
    if unreasoned:
        raise BrokenBank(f"stage_reasons.toml: a line too many or too few for {sorted(unreasoned)}")
    return bank


def _read(file: Traversable, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as e:
        raise BrokenBank(f"{name}: {e}") from e


def _place(location: tuple[int | str, ...]) -> str:
    """``("themes", "fear", "cost", 0)`` as ``themes/fear.toml: cost.0``."""
    in_folder = location[0] in {"themes", "stages"}
    file = "/".join(str(part) for part in location[: 1 + in_folder])
    return f"{file}.toml: {'.'.join(str(part) for part in location[1 + in_folder :])}"
