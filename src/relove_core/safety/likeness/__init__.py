"""The second ear: how much a message is like what people in danger write, whatever words they find for it."""
