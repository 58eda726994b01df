"""How ready a person is for each programme, by their own words."""
