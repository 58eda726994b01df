# When something is wrong.

apology-unavailable = A temporary technical problem. Your progress is saved, you can go on later.

apology-set-aside = I stumbled over this message and could not read it. Everything else is in its place: write the same in other words.

too-fast = Stop. Too many messages in a row. Give me a minute: I will read them all and answer them together.

only-text = This I cannot take in yet. I understand text and buttons. Say it in words: what in it matters to you?

text-or-voice = This I cannot take in yet. I understand text, voice and buttons. Say it in words: what in it matters to you?

unknown-command = There is no such command. What there is: /help.

unknown-button = I do not know this button: it seems to come from an old message. What I can do: /help.

group-only-private = I only talk in private. Write to me directly.

forwarded = These are somebody else's words. Tell me in your own: what in them is about you?
