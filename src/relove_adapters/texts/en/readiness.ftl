# Readiness for the programmes, and the offer. No promises, no pressure.

command-analyze_readiness = Which programme I am closest to

readiness-title =
    <b>What you are closest to</b>
    The percentage says how many signs of a programme your words show. No mark and no advice.
readiness-stream =
    <b>{ $title }</b>: { $percent } %
    { $promise }
readiness-quote = <blockquote>{ $words }</blockquote>
readiness-none-heard =
    Your words show no signs of any programme yet, and I will not pull you anywhere.

    The whole list: /streams
readiness-too-little = Let us talk first: for an honest answer I have too few words of yours.
readiness-unavailable = I cannot work it out just now. Your words are in place: ask again a little later: /analyze_readiness

offer =
    There is a programme about this: <b>{ $title }</b>
    { $promise }

    It is an offer, no advice. You decide, and “no” is a good answer.
