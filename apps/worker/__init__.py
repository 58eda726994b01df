"""The background: timers that do what is due."""
