"""PostgreSQL and Redis from Python wheels, started by us in a data folder: nothing to install."""

from sandbox.servers.postgres import EmbeddedPostgres
from sandbox.servers.redis import EmbeddedRedis

__all__ = ["EmbeddedPostgres", "EmbeddedRedis"]
