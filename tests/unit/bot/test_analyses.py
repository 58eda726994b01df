"""The analyses of stages: for how long one is in hand."""

from datetime import timedelta

import pytest

from apps.bot.analyses import lease_for


@pytest.mark.parametrize("total_s", [0.5, 60, 3600])
def test_a_claim_outlives_a_stage_and_a_digest(total_s: float) -> None:
    lease = lease_for(total_s)

    assert lease > 2 * timedelta(seconds=total_s)
