"""Whatever a model does: people are answered, nobody hammers at it, and nothing half is kept."""

import asyncio

import pytest

from tests.integration.llm.faults import FAULTS, KINDS, MOST_CALLS, Tried, tried

#: A transcript in another language is what somebody said.
NO_FAULT = {("another language", "transcription")}


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_fault_costs_a_person_the_models_answer_and_nothing_else(fault: str, database_url: str) -> None:
    rows = await asyncio.gather(*(tried(fault, kind, database_url, llm_breaker_failures="3") for kind in KINDS))

    for row in rows:
        if (row.fault, row.kind) in NO_FAULT:
            assert (row.answered_by, row.calls) == ("model", 1)
        else:
            _is_borne(row)


def _is_borne(row: Tried) -> None:
    stands_in = "apology" if row.kind == "transcription" else "script"
    assert row.answered_by == row.answered_once_open == stands_in, row
    # On a busy machine an attempt may be over before its call has arrived.
    assert 1 <= row.calls <= len(row.outcomes) <= MOST_CALLS, row
    assert row.kept == 0
    assert row.open_after >= 1, row
    assert row.calls_once_open == 0, row
