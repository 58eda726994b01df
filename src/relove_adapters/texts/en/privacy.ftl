# A person's data: what is kept, a copy, the end. $address: female, male, unknown.

command-privacy = What I keep and who sees it
command-export_my_data = Get a copy of my data
command-forget_me = Erase everything about me

privacy =
    <b>What I know about you</b>

    <b>I keep:</b> your Telegram name and username, settings and consents, our conversations and what came to light in them, your way through the stages, your profile, a log of what you did, notes about your safety, steps and purchases.

    <b>Where:</b> in the database of reLove. Files and voice messages are not kept, only text.

    <b>Who processes it:</b> { $provider ->
        [none] I answer from prepared questions, no language model is connected, and nothing leaves.
       *[other] a language model helps with the answers; it is run by { $provider }. Names, phone numbers and addresses are hidden before, as far as they can be recognised. Voice messages leave as they are, so you can switch voice off: /settings
    }

    <b>Who may read it:</b> the reLove team. If it seems that you are in danger, I call somebody of theirs: they see your Telegram number and how serious it is, not your words.

    <b>Get it:</b> /export_my_data, a file with all there is.
    <b>Erase it:</b> /forget_me, everything and for good.
    <b>Change consents:</b> /settings
    { $office ->
        [none] {""}
       *[other] <b>Questions:</b> { $office }
    }

your-data =
    This is everything I keep about you. Any text editor opens the file; a very long one comes compressed.

    Keep it safe: our conversations are inside. To erase everything here: /forget_me

ask-forget =
    <b>Erase everything?</b>

    All that I know about you will go: conversations, summaries, profile, journey, settings, consents and the log. Nobody can bring it back.

    What stays is without you: that there was some purchase, and what calls to the model cost, with no name and no number. The messages of this chat are in Telegram, you can delete them there.

    To get a copy first: /export_my_data

help-before-forgetting =
    One important thing before we go on. You may be in great pain now, and to erase our conversation is your right. Help stays, without me too.

    In Russia a specialist answers for free: <b>{ $line }</b>, from a mobile <b>{ $mobile }</b>. In danger call <b>{ $emergency }</b>, at any time.

    Do not stay alone: call somebody you trust, and move away from anything you could harm yourself with.

forgotten =
    Everything is erased. I do not know you any more.

    To begin with a clean page: /start

kept = Fine, everything stays as it is. We go on where we were: /natasha

not-acquainted = This button is from a conversation I know nothing of any more. To begin anew: /start

button-forget-me = Erase everything for good
button-keep-me = Leave it as it is
