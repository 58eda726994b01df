# When a person may be in danger. Words of people, not of a model: changed together with a psychologist only.
# $address: female, male, unknown. $emergency, $line, $mobile: numbers from the settings; all of them in Russia.

safety-support =
    I hear that it is very hard for you, and that it has been for a while.

    I ask openly, because it matters. Are you safe right now? Do you have thoughts of not living, or of doing something to yourself? Any answer is fine, I will not judge.

    Do not stay alone with this. Write to or call somebody you trust, and tell them what you told me. If there is something at hand that you could hurt yourself with, move away from it.

    You can talk to a specialist free of charge anywhere in Russia: <b>{ $line }</b>, from a mobile <b>{ $mobile }</b>. If it gets dangerous: <b>{ $emergency }</b>, at any time.

    I am a program and no replacement for a person, but I am not ending this talk. What is hardest right now?

safety-crisis =
    I hear you: it hurts so much that there are thoughts of death, or of hurting yourself. It is good that you say so. There is nothing to be ashamed of.

    Are you safe right now? Do you have thoughts of doing something to yourself, today, in the next hours?

    What matters now:
    • Do not stay alone. Call somebody you trust: a relative, a friend, a neighbour. Tell them what you told me.
    • Move away from everything you could hurt yourself with. Ask somebody to take it away.
    • Call a specialist: <b>{ $line }</b>, free within Russia, from a mobile <b>{ $mobile }</b>.
    • If danger is near: <b>{ $emergency }</b>, free and at any time.

    People get through such pain together with a doctor or a therapist, and it can be survived. I am a program and cannot call for you, but I am not leaving. Tell me how you are now, and who is with you.

safety-imminent =
    What you write is a danger to your life, right now.

    Call <b>{ $emergency }</b>. Say: "I need help, I could die", and the address. If you have already taken or done something, say that too: help often comes in time, even when it seems too late.

    Move away from the edge, the window, the tracks. Put down what you could hurt yourself with and leave the place where you are standing.

    Do not stay alone: open the door, call somebody you trust, or the neighbours, go to where people are.

    Then call a specialist: <b>{ $line }</b>, free, from a mobile <b>{ $mobile }</b>.

    Are you safe right now? Who is with you? Do you have thoughts of doing something more to yourself? I do not judge you and I am not leaving. Write.

safety-denied =
    It is good that you say so. I may have understood you wrong, and I am glad if there is no danger.

    For a day I will still be more careful: no provocation and no offers. It is no punishment; with this it is better to err on that side.

    If thoughts of not living or of doing something to yourself are there or come back, do not stay alone with them: tell me, tell somebody you trust, move away from everything you could hurt yourself with. A specialist answers free of charge: <b>{ $line }</b>, from a mobile <b>{ $mobile }</b>. If it is dangerous: <b>{ $emergency }</b>, at any time.

    Are you safe right now? What would you like to talk about?

safety-not-yet =
    I hear that you want to go back to the ordinary conversation, and I will remember it.

    It is too early. After such words at least a day must pass, and sometimes a person of the team has to look whether all is well. This is care, not punishment.

    Until then I am here: we can talk about anything, just without provocation. Do not stay alone, keep close to those you trust, and away from everything you could hurt yourself with. If thoughts of doing something to yourself come back, say so at once. A specialist: <b>{ $line }</b>, free, from a mobile <b>{ $mobile }</b>. If it is dangerous: <b>{ $emergency }</b>, at any time.

    How are you now? Are you safe?

safety-back =
    We go back to the ordinary conversation, since you want to. I will ask uncomfortable questions again, and keep in mind what was dangerous.

    If it gets hard, or thoughts of doing something to yourself come back, say so at once and I stop. Do not stay alone with this: somebody you trust, a specialist at <b>{ $line }</b> (free, from a mobile <b>{ $mobile }</b>), and <b>{ $emergency }</b> at any time. Keep away from everything you could hurt yourself with.

    Are you safe right now? Then where shall we begin?
