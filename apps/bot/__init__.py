"""The Telegram bot: takes in what people write, and sends what the core answers."""
