"""Personal data out of texts, and back in."""
