"""The corpus of the crisis detector, and its figures."""
