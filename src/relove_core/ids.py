"""Identities: plain numbers with names, so that a chat is never taken for a user."""

from typing import NewType

UserId = NewType("UserId", int)
"""A person's Telegram id (up to 52 bits)."""

ChatId = NewType("ChatId", int)
"""A Telegram chat; equal to the person's id in a private chat, negative for groups."""

BotId = NewType("BotId", int)
"""The bot's own Telegram id: the number before the colon of its token."""

SessionId = NewType("SessionId", int)
MessageId = NewType("MessageId", int)
"""One remark in a session (ours, not Telegram's)."""

RunId = NewType("RunId", int)
"""One pass of the profile rotation."""

VersionId = NewType("VersionId", int)
"""One version of a person's portrait; a later one has a greater number."""
