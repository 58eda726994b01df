"""The core's ports, spoken by PostgreSQL, Telegram, models and the rest of the world."""
