"""Conversations with the coach: how they open, go on, rest and close."""
