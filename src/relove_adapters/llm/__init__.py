"""Whoever answers for the coach: providers' models, and the coach without a model."""
