"""What every test has: the guard against the network, servers for those who ask, and quick property tests."""

import os

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.servers"]
pytest.register_assert_rewrite("tests.contracts")

settings.register_profile("quick", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
