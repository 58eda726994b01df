"""The corpus of the redactor, and its figures."""
