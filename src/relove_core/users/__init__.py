"""The people: who they are, how to address them, whether they want to be left alone."""
