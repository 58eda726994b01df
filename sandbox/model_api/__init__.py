"""A local server with OpenAI's protocol: a model as our bot sees it, for one machine."""
