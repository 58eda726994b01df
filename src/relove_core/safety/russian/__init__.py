"""Russian as people type it, brought to one spelling that patterns can be read against."""
