"""The panel for the team."""
