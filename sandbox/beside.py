"""``python -m sandbox.beside COMMAND …``: a command of the product, on the data of the run that is going on."""

import os
import sys
from pathlib import Path

from sandbox.console import Console
from sandbox.datadir import DataDir
from sandbox.refusal import Refused
from sandbox.settings import read_settings


def run() -> None:
    name, *arguments = sys.argv[1:] or ["relove-profiles", "--help"]
    try:
        told = DataDir(read_settings().data_dir).told()
    except Refused as e:
        Console(sys.stderr).line(str(e))
        sys.exit(Refused.exit_code)
    command = Path(sys.executable).with_name(name)
    os.execve(command, [name, *arguments], os.environ | told)  # noqa: S606 - it takes our place, Ctrl-C included


if __name__ == "__main__":
    run()
