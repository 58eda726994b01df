# The conversation.

button-open = Begin
button-continue = Go on
button-restart = { $wanted ->
        [diagnostic] End it and begin a diagnosis
        [journey] End it and walk my stage
       *[other] End it and begin anew
    }
button-resume = Go on

session-conflict =
    { $kind ->
        [provocative] A provocative session
        [diagnostic] A diagnosis
        [journey] Work on a stage of the journey
       *[other] A session
    } is going on. Go on with it, or end it and begin { $wanted ->
        [diagnostic] a diagnosis
        [journey] the work on your stage
       *[other] a new one
    }?

no-session = We are not in a conversation. Begin one?

paused = We are on a pause. Go on?

pause-begun =
    Pause. I am silent and I wait.

    All that you said is in its place.

resumed = We go on.

quick-reply-chosen = <blockquote>{ $label }</blockquote>

button-is-old = This button belongs to an earlier question and no longer works. Answer in your own words or press /natasha.

edit-is-late = I see the change, but I have answered the earlier words already. If it matters, write it as a new message.

summary-closed =
    <b>What the conversation brought</b>
    { $questions ->
        [one] { $questions } question of mine
       *[other] { $questions } questions of mine
    }, and this is what you said yourself.

summary-so-far =
    <b>What has come up by now</b>
    { $questions ->
        [one] { $questions } question of mine
       *[other] { $questions } questions of mine
    }. The conversation goes on: just answer the last one.

summary-last =
    <b>What the last conversation brought</b>
    { $questions ->
        [one] { $questions } question of mine
       *[other] { $questions } questions of mine
    }. A new one: /natasha

summary-insights = <b>Your words</b>
summary-patterns = <b>What keeps coming back</b>
summary-core-issue = <b>The root seems to be here</b>
summary-difficulties = <b>Where it was hard</b>
summary-themes = <b>Themes</b>
summary-next-steps = <b>Next</b>
summary-empty = There were few words, and I will not invent any for you. Give me more next time.
