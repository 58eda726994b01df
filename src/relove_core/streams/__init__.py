"""The programmes, the tracked ways to them, and what became of everybody on the way to a purchase."""
