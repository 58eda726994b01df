"""Fakes that work, in memory, and builders of examples: for tests of this core and of what is built on it."""
