"""What the command ``relove-profiles`` consists of."""
