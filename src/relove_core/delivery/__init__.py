"""What comes in from Telegram and what goes out: kept first, dealt with once, sent in order."""
