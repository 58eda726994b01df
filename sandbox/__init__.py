"""The whole product on one machine: servers, a local Bot API with a chat page, and a supervisor."""
