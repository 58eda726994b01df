"""The connection to Redis, as arq wants it: with time limits, and without pickle."""

import json
from typing import Any

from arq.connections import ArqRedis

QUEUE = "relove:ticks"
CONNECT_S = 3.0
#: A Redis that hangs is as good as one that is gone.
ANSWER_S = 5.0


def make_redis(url: str) -> ArqRedis:
    """A client that connects at its first use."""
    redis: ArqRedis = ArqRedis.from_url(url, socket_connect_timeout=CONNECT_S, socket_timeout=ANSWER_S)
    redis.default_queue_name = QUEUE
    redis.job_serializer = to_bytes
    redis.job_deserializer = from_bytes
    return redis


def to_bytes(job: dict[str, Any]) -> bytes:
    """JSON instead of arq's pickle: who can write to Redis must not be able to run code here."""
    return json.dumps(job, default=repr).encode()


def from_bytes(raw: bytes) -> dict[str, Any]:
    job: dict[str, Any] = json.loads(raw)
    return job
