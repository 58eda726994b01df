"""Ratios against a yardstick, both sides interleaved in one run: the machines drift, the ratios hardly."""
