# The diagnosis: its course and its result. Plain words, nothing of medicine.

command-diagnostic = Diagnosis: three to seven questions

diagnostic-begin = <i>A diagnosis: three to seven questions, then the result in your own words. Nothing of medicine, no labels.</i>

diagnosis-title =
    <b>What the diagnosis shows</b>
    No verdict: this is how you sound today. Where it is wrong, believe yourself and not me.
diagnosis-again =
    <b>What your diagnosis showed</b>
    This is how you sounded on that day. Once more: /diagnostic
diagnosis-psychotype = <b>How you live</b>
diagnosis-plain = { $words }
diagnosis-stage =
    <b>Where you are on the way</b>
    🔥 { $stage }
diagnosis-stage-heard =
    <b>Where you are on the way</b>
    Your words speak of “{ $stage }”. It does not move the map yet: /my_journey
diagnosis-reason = { $words }
diagnosis-quote = <blockquote>{ $words }</blockquote>
diagnosis-strengths = <b>What you can lean on</b>
diagnosis-difficulties = <b>Where it is hard</b>
diagnosis-triggers = <b>What throws you off</b>
diagnosis-next-steps = <b>Next</b>
diagnosis-too-little =
    This is too little for a result, and I will not invent one for you.

    When the words are there, we begin anew: /diagnostic. Or we just talk: /natasha
