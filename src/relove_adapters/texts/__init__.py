"""The product's own words: Fluent files, one folder a language."""
