"""The coach without a model: a bank of turns, and the judgement which of them fits."""
