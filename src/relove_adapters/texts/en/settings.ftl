# Settings: language, intensity, address, voice, time, consents.

settings = <b>Settings</b>

settings-language = 🗣 Hints and buttons in English
settings-language-chosen = All right, hints and buttons are in English now. The conversation stays in Russian.
settings-intensity = { $intensity ->
        [softer] 🌿 I ask softly
        [harder] 🔥 I ask hard
       *[usual] ⚡️ I ask as usual
    }
settings-gender = { $address ->
        [female] 👤 I address you as a woman
        [male] 👤 I address you as a man
       *[unknown] 👤 I address you without "he" or "she"
    }
settings-voice = { $heard ->
        [on] 🎙 I listen to voice messages. The recording leaves for transcription as it is: names said aloud cannot be hidden
        [off] 🔇 I do not listen to voice messages, I only read
       *[nobody] 🔇 I do not understand voice messages yet: nobody is there to transcribe them
    }
settings-zone = 🕰 Your clock: { $city }
settings-no-zone = 🕰 Clock: Moscow time, until you tell me otherwise
settings-zones = Whose time is yours? Choose, or write a city like this: /settings Lisbon
settings-city-unknown = I do not find this city. Write the nearest large one, for example /settings Novosibirsk, or choose the time:

settings-rules = { $given ->
        [yes] ✅ Rules accepted
       *[no] ⚪️ Rules not accepted
    }
settings-data = { $given ->
        [yes] ✅ Store and process what I write
       *[no] ⚪️ Nothing is stored or processed
    }
settings-news = { $given ->
        [yes] ✅ Send messages about programmes
       *[no] ⚪️ No messages about programmes
    }
button-rules-withdraw = Withdraw: the rules
button-rules-give = Accept the rules
button-data-withdraw = Withdraw: my data
button-data-give = Allow: my data
button-news-withdraw = No messages about programmes
button-news-give = Messages about programmes

button-intensity-softer = Softer
button-intensity-usual = As usual
button-intensity-harder = Harder
button-language-ru = Hints in Russian
button-language-en = Hints in English
button-voice-on = Listen to voice
button-voice-off = Do not listen to voice
button-zones = Another time zone
