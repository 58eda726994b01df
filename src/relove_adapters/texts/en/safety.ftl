# In a crisis. People write these words, no model does. $emergency, $line, $mobile are the help lines.

safety-support =
    I hear how hard it is: your words are tired of everything at once. Thank you for saying it.

    I ask openly: are there thoughts of not living, or of doing something to yourself? Answer as it is, nothing here is shameful.

    Do not stay alone with this. Write to or call somebody you trust; "I feel bad, stay with me" is enough. A psychologist answers free and at any hour (in Russian): { $line }, from a mobile { $mobile }. If it becomes dangerous: { $emergency }.

    I am here and I am not leaving. The ordinary conversation can wait.

safety-crisis =
    You speak of not living or of hurting yourself. I hear it and take it seriously. Many people know such pain, and there is help for it.

    Are you safe now? Is there something near you could harm yourself with? If there is, move away from it or ask somebody to take it away.

    Please call now: { $line }, from a mobile { $mobile }; free, round the clock, a psychologist answers (in Russian). If it is dangerous right now: { $emergency }.

    And ask somebody you trust to be with you, by voice or in person. Do not stay alone in the next hours. I am here, write to me.

safety-imminent =
    I hear that the danger is near, right now. Your life matters, and help will be in time if you call.

    Call { $emergency }: ambulance and rescue, free from any telephone. Or { $line }, from a mobile { $mobile }: a psychologist answers at once (in Russian).

    Move away from everything you could harm yourself with: into another room, onto the stairs, to people. Call whoever is nearest, a neighbour, family, a friend: "I must not be alone, come".

    Have you done something to yourself already? Who can be with you in ten minutes? Write to me, I am not leaving.

safety-denied =
    All right, I believe you. I ask because I do not let such words pass.

    For a day I stay gentler with you, without provocation. If it gets heavy again: { $line }, from a mobile { $mobile }, in danger { $emergency }. And somebody near whom you trust is never too much.

safety-not-yet =
    I hear that you want the ordinary conversation. We come back to it a little later: first a day should pass quietly, and somebody of the team will look how you are.

    Until then I am here. If it is hard: { $line }, from a mobile { $mobile }; in danger { $emergency }. Who is with you today?

safety-back =
    We go on. I am glad you are here.

    We go gently, and you can stop at any moment with the word "stop". Keep the numbers at hand: { $line }, from a mobile { $mobile }, { $emergency }. To go on: /natasha.
