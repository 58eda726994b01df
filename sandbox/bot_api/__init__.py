"""A local Bot API with a chat page: Telegram as our bot sees it, for one machine."""
