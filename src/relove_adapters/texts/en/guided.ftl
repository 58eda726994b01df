# Work on a stage of the journey: its three questions, then a choice. Quick replies stand apart by " / ".

command-journey = Walk your stage: three questions

guided-begin = { $stage }. Three questions, one by one. There is no hurry.
guided-choice = Three questions are behind you. Ahead: “{ $stage }”. Do you go on or stay here a while?
guided-go = I go on
guided-stay = I stay here
guided-moved =
    The step is yours. You are here now: <b>{ $stage }</b>

    The whole way: /my_journey. The three questions of this stage: /journey, whenever you like.
guided-next-round =
    The round is complete, and you have done it. A new one begins with: <b>{ $stage }</b>

    The whole way: /my_journey.
guided-stayed =
    Good, we stay: <b>{ $stage }</b>. A stage is no exam, it has no deadline.

    Back to the questions: /journey; just to talk: /natasha.
guided-not-moved = Your decision is noted, but the map has changed meanwhile, and this step no longer fits it. Where you are now: /my_journey

guided-ORDINARY_WORLD-1 = Take a quite ordinary Tuesday. Which minute of it is the tightest?
guided-ORDINARY_WORLD-1-replies = The morning, getting up / The evening, all in bed / I notice no such minute
guided-ORDINARY_WORLD-2 = What do you pay for all to stay as it is?
guided-ORDINARY_WORLD-2-replies = Sleep and strength / My own wishes / Nothing, it suits me
guided-ORDINARY_WORLD-3 = If nothing is touched, what will this same Tuesday be like in five years?
guided-ORDINARY_WORLD-3-replies = The same, and I feel uneasy / The same, and I feel calm / I will not look there

guided-CALL_TO_ADVENTURE-1 = Which thought comes back however you chase it away?
guided-CALL_TO_ADVENTURE-1-replies = To leave and begin my own / To tell somebody something / It has no words yet
guided-CALL_TO_ADVENTURE-2 = Where and when is this “I want” the loudest?
guided-CALL_TO_ADVENTURE-2-replies = At night, in the silence / When I see how others live / I try not to listen
guided-CALL_TO_ADVENTURE-3 = Which smallest step towards it fits into the next three days?
guided-CALL_TO_ADVENTURE-3-replies = A call / To write it down / None yet

guided-REFUSAL-1 = Fear did not come for nothing. What did it once keep you from?
guided-REFUSAL-1-replies = From shame / From a loss / I do not remember
guided-REFUSAL-2 = Whose voice says “don't you dare” when you come close?
guided-REFUSAL-2-replies = A parent's / My own / I cannot tell
guided-REFUSAL-3 = Which piece of this step is so small that fear will not even notice?
guided-REFUSAL-3-replies = To learn how it is done / To tell one person / It is too early

guided-MEETING_MENTOR-1 = Name it: whose permission are you waiting for?
guided-MEETING_MENTOR-1-replies = My parents' / Of who is beside me / Nobody's, and still I stand
guided-MEETING_MENTOR-2 = What do you know already, and still do not do?
guided-MEETING_MENTOR-2-replies = To say “no” / To spare my strength / I know and will not say
guided-MEETING_MENTOR-3 = Which one lesson do you take now, and from whom?
guided-MEETING_MENTOR-3-replies = From somebody near / From my own mistake / I do not know from whom

guided-CROSSING_THRESHOLD-1 = What of the old life holds you by the sleeve?
guided-CROSSING_THRESHOLD-1-replies = Money / People who are used to it / One habit
guided-CROSSING_THRESHOLD-2 = Which back door do you keep open, just in case?
guided-CROSSING_THRESHOLD-2-replies = To go back if it fails / To call it a joke / None
guided-CROSSING_THRESHOLD-3 = Whom will you tell of your step to make it real, and on which day?
guided-CROSSING_THRESHOLD-3-replies = Today, somebody close / This week / Nobody, I am afraid

guided-TESTS_ALLIES_ENEMIES-1 = No warming up. Which test do you fail for the third time in a row?
guided-TESTS_ALLIES_ENEMIES-1-replies = I agree with a “no” inside / I snap at my own / I drop it halfway
guided-TESTS_ALLIES_ENEMIES-2 = Whom do you call an enemy so as not to look at yourself?
guided-TESTS_ALLIES_ENEMIES-2-replies = My boss / Somebody close / Wrong, I have no enemies
guided-TESTS_ALLIES_ENEMIES-3 = Who is beside you in deeds, and what have you still not asked of them?
guided-TESTS_ALLIES_ENEMIES-3-replies = There is somebody / I cannot ask / I see nobody

guided-APPROACH-1 = What do you walk around and never into?
guided-APPROACH-1-replies = A talk / A decision / It has no words yet
guided-APPROACH-2 = Which urgent matter grows on the way to it every time?
guided-APPROACH-2-replies = Work / What others ask of me / Tiredness
guided-APPROACH-3 = What are you afraid to learn about yourself once you enter?
guided-APPROACH-3-replies = That I will not manage / That all is decided / I am afraid to look

guided-ORDEAL-1 = I speak plainly and stand beside you. After which truth can one not live as before?
guided-ORDEAL-1-replies = I know it / I am only coming near / No strength for this
guided-ORDEAL-2 = What do you still hold on to, though it no longer holds you?
guided-ORDEAL-2-replies = A person / A role / Being stronger than all
guided-ORDEAL-3 = Breathe out. What in you stands on its feet right now, while the rest sways?
guided-ORDEAL-3-replies = Whom I do it all for / Anger / I do not feel it yet

guided-REWARD-1 = For which of your deeds have you still not thanked yourself?
guided-REWARD-1-replies = That I do not give up / One talk / It feels awkward
guided-REWARD-2 = What is your strength now, and seemed a weakness before?
guided-REWARD-2-replies = Softness / Stubbornness / I do not believe it yet
guided-REWARD-3 = To whom do you hurry to give it away before you have taken it yourself?
guided-REWARD-3-replies = To the family / To everybody / To nobody, I keep it

guided-ROAD_BACK-1 = In which everyday talk do you live the old way again?
guided-ROAD_BACK-1-replies = With my parents / At work / At supper
guided-ROAD_BACK-2 = Who waits for the former, convenient you, and what do you answer?
guided-ROAD_BACK-2-replies = I keep silent / I explain myself / I give in
guided-ROAD_BACK-3 = Which one new rule will survive your ordinary Monday?
guided-ROAD_BACK-3-replies = An hour of my own / One honest “no” a day / None yet

guided-RESURRECTION-1 = Which deed of yours in the last weeks would have gone otherwise before?
guided-RESURRECTION-1-replies = A refusal / A call / I find none
guided-RESURRECTION-2 = To whom do you still justify this change?
guided-RESURRECTION-2-replies = To my parents / To who is beside me / To myself
guided-RESURRECTION-3 = With which one word will you call yourself now?
guided-RESURRECTION-3-replies = Somebody with a voice / Somebody in their place / No word yet

guided-RETURN_WITH_ELIXIR-1 = What can you do now that was not there at the beginning?
guided-RETURN_WITH_ELIXIR-1-replies = Hear myself / Speak plainly / Bear silence
guided-RETURN_WITH_ELIXIR-2 = To whom might your way give light?
guided-RETURN_WITH_ELIXIR-2-replies = Somebody close / Somebody at the start / Nobody yet
guided-RETURN_WITH_ELIXIR-3 = How will you keep it on a quite ordinary day?
guided-RETURN_WITH_ELIXIR-3-replies = Five minutes in the morning / Through one person / I will think
