"""The instructions of the models: where their texts are found, and how a question's are put together."""
