# Voice messages.

voice-heard = <i>I heard: “{ $words }”</i>

voice-unsupported = I do not understand voice yet: nobody is there to turn it into text. Write the same in words, one sentence is enough.

voice-off = You have switched voice messages off, so I do not listen to them. Write it, or switch them on. The recording will leave for transcription as it is: names said aloud cannot be hidden.

voice-too-long =
    { $minutes ->
        [one] This is longer than I listen to at once: { $minutes } minute at most. Say the main thing shorter, or write it.
       *[other] This is longer than I listen to at once: { $minutes } minutes at most. Say the main thing shorter, or write it.
    }

voice-empty = I hear no word in this recording. Record it again, closer to the microphone, or write it.

voice-failed = I cannot make out voice messages right now. Nothing is lost: the recording stays in the chat. Write the same in words, I answer text at once.
