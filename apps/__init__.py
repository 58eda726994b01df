"""The three programs, and nothing but wiring and translation."""
