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
stage-RETURN_WITH_ELIXIR = Return with the elixir
