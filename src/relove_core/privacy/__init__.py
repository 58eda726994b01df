"""A person's data in their own hands: what is kept, a copy of it, and the end of it."""
