"""What somebody of the team has to look at, told again until they have."""
