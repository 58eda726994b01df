"""The log of what people did, append-only."""
