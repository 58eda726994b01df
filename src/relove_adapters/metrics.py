"""Metrics for Prometheus: one registry a process, names and meanings in one place."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

REGISTRY = CollectorRegistry()
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

updates_taken_in = Counter("relove_updates_taken_in", "Updates kept in the inbox", registry=REGISTRY)
updates_finished = Counter("relove_updates_finished", "Updates dealt with", ["lane"], registry=REGISTRY)
updates_failed = Counter("relove_updates_failed", "Failed attempts at an update", ["lane"], registry=REGISTRY)
updates_set_aside = Counter("relove_updates_set_aside", "Updates given up on", registry=REGISTRY)
turn_seconds = Histogram("relove_turn_seconds", "From the claim of a lane to its release", ["lane"], registry=REGISTRY)
messages_settled = Counter(
    "relove_messages_settled", "Attempts to send, by outcome", ["outcome", "priority"], registry=REGISTRY
)
job_seconds = Histogram("relove_job_seconds", "Background jobs, by name", ["job"], registry=REGISTRY)
jobs_failed = Counter("relove_jobs_failed", "Background jobs that failed, by name", ["job"], registry=REGISTRY)
inbox_pending = Gauge("relove_inbox_pending", "Updates that wait", registry=REGISTRY)
outbox_pending = Gauge("relove_outbox_pending", "Messages that wait", registry=REGISTRY)
inbox_oldest_seconds = Gauge("relove_inbox_oldest_seconds", "Age of the oldest update that waits", registry=REGISTRY)
outbox_oldest_seconds = Gauge("relove_outbox_oldest_seconds", "Age of the oldest message that waits", registry=REGISTRY)
cache_looks = Counter("relove_cache_looks", "Looks into a cache", ["cache", "outcome"], registry=REGISTRY)
activity_archived = Counter(
    "relove_activity_archived", "Rows of the activity log moved to its archive", registry=REGISTRY
)
active_sessions = Gauge("relove_active_sessions", "Sessions that are going on", registry=REGISTRY)
profiles_refreshed = Counter(
    "relove_profiles_refreshed", "Portraits made anew, or not, by outcome", ["outcome"], registry=REGISTRY
)
profile_seconds = Histogram("relove_profile_seconds", "One portrait, from claim to commit", registry=REGISTRY)

llm_calls = Counter("relove_llm_calls", "Calls to models", ["purpose", "provider"], registry=REGISTRY)
llm_errors = Counter("relove_llm_errors", "Calls without a use", ["purpose", "provider", "outcome"], registry=REGISTRY)
llm_seconds = Histogram("relove_llm_seconds", "One call to a model", ["purpose", "provider"], registry=REGISTRY)
llm_tokens = Counter("relove_llm_tokens", "By the provider's count", ["purpose", "provider", "kind"], registry=REGISTRY)
llm_cost_usd = Counter("relove_llm_cost_usd", "By the price list", ["purpose", "provider"], registry=REGISTRY)
llm_breaker_open = Gauge("relove_llm_breaker_open", "Whether a provider is left alone", ["provider"], registry=REGISTRY)
alerts_open = Gauge("relove_alerts_open", "Whether an alert about the product is open", ["kind"], registry=REGISTRY)


def exposition() -> bytes:
    """All of them in Prometheus' text format."""
    return generate_latest(REGISTRY)
