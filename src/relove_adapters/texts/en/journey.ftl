# The stages of the journey.

stage-ORDINARY_WORLD = Ordinary world
stage-CALL_TO_ADVENTURE = Call to adventure
stage-REFUSAL = Refusal of the call
stage-MEETING_MENTOR = Meeting the mentor
stage-CROSSING_THRESHOLD = Crossing the threshold
stage-TESTS_ALLIES_ENEMIES = Tests, allies, enemies
stage-APPROACH = Approach to the cave
stage-ORDEAL = The ordeal
stage-REWARD = The reward
stage-ROAD_BACK = The road back
stage-RESURRECTION = Resurrection
stage-RESURRECTION-gentle = Renewal
stage-RETURN_WITH_ELIXIR = Return with the elixir

journey-title =
    { $round ->
        [1] <b>Your journey</b>
       *[other] <b>Your journey</b> · round { $round }
    }
journey-done = ✅ { $stage }{ $days }
journey-current = 🔥 <b>{ $stage }</b>{ $days }
journey-ahead = ⚪️ { $stage }{ $days }
journey-days = { $days ->
        [0] less than a day
        [one] { $days } day
       *[other] { $days } days
    }
journey-goes-on = Your words in the conversation move it, not the days. Go on: /natasha
journey-not-begun = The journey has not begun: let us talk first. /natasha

profile-title =
    <b>Your profile</b>
    No diagnosis and no verdict: only what came up in our conversations.
profile-scale =
    <b>Light and shadow</b>
    ☀️{ $bar }🌑
    { $light ->
        [0] Almost only the shadow speaks so far: more repetitions and closed doors than words in which you see yourself.
        [1] There is more shadow: what repeats leads, but the light can be seen already in your own words.
        [2] The shadow is a little ahead. A few more honest words and the scale will tip.
        [3] There is a little more light: you see what happens to you more often than you hide from it.
        [4] There is clearly more light: things repeat, but now you see them.
       *[5] Almost only light: what went on by itself before, you now say aloud.
    }
profile-not-enough =
    <b>Light and shadow</b>
    Not enough data, and I will not make it up: it takes finished conversations. /natasha
profile-stage =
    <b>Stage of the journey</b>
    🔥 { $stage }. The whole journey: /my_journey
