"""The methods of the Bot API that this sandbox answers."""
