"""PostgreSQL keeps the promises about portraits and rotation."""

from tests.contracts.profiles import DeedsContract, ErasedMeanwhileContract, ProfileRepositoryContract
from tests.contracts.rotation import DueContract, LeaseContract
from tests.contracts.runs import AskedRunContract, RunContract


class TestPostgresDue(DueContract):
    pass


class TestPostgresLeases(LeaseContract):
    pass


class TestPostgresRuns(RunContract):
    pass


class TestPostgresAskedRuns(AskedRunContract):
    pass


class TestPostgresProfiles(ProfileRepositoryContract):
    pass


class TestPostgresDeeds(DeedsContract):
    pass


class TestPostgresErasedMeanwhile(ErasedMeanwhileContract):
    pass
