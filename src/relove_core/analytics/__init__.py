"""What the team wants to know of everybody at once; nothing here changes anything."""
