"""``python -m sandbox``: the same as ``relove-local``."""

from sandbox.main import run

run()
