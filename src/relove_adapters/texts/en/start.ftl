# Getting acquainted. $address: female, male, unknown.

welcome =
    Hello. I am Natasha.

    Honestly, first: I am a program, not a person. I will not console you. I will ask until you hear yourself. That is what provocation means here: an uncomfortable question instead of comfortable advice.

    This is no therapy and no doctor. It is for people of 18 and over. What you write is stored, and people of the team can read it.

    I speak Russian: these hints are in English, the conversation is not.

    If you need rest, write "stop" at any moment.

welcome-back =
    You are back. Good.

    /natasha — begin a conversation or go on with it.
    /help — what I can do.

button-gender-female = I am a woman
button-gender-male = I am a man
button-gender-undisclosed = Rather not say

help =
    <b>What I can do</b>

    /natasha — a conversation: I ask, you answer. Short and honest.
    /diagnostic — a diagnosis: three to seven questions, then the result.
    /journey — the three questions of your stage, then you decide whether to go on.
    /end_session — end it and get a summary in your own words.
    /my_session_summary — what has come up so far.
    /my_profile — what our conversations show of you: light, shadow, what repeats.
    /my_journey — where you are on the journey of twelve stages.
    /streams — the programmes that are running now.
    /analyze_readiness — which of them your words are closest to.
    /platform — a link to the platform.
    /pause — a pause. Or just the word "stop".
    /resume — go on after a pause.
    /settings — language, intensity, voice, time, consents.
    /privacy — what I keep about you, how to get it and erase it.
    /start — from the beginning.
    /help — this hint.

    Write text; several messages in a row are fine, I read them all and answer once. The buttons under a question are hints, your own words are always better.
