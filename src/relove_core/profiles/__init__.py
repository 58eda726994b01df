"""What conversations have brought to light about a person, over all of them."""
