"""Safety of people: hearing a crisis, the level it puts a person in, and what is said then."""
