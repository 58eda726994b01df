"""Redis: the queue of the worker's alarm clock. Nothing that must last."""
