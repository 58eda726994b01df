"""Campbell's way of the hero: its stages, and how one leads to another."""
