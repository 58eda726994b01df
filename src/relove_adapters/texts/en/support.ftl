# The conversation in support: no provocation. $emergency, $line, $mobile are the help lines.

button-crisis-deny = I was misunderstood, I am safe
button-crisis-wish = I want the ordinary conversation back

support-unheard =
    I do not listen to voice messages now: I understand only what is written. And I want to know how you are. Write just a word: are you safe? Who is near?

    People who listen to your voice: { $line }, from a mobile { $mobile }. If there is danger right now: { $emergency }.
support-listening-1 =
    I hear you. You need not explain anything.

    Who can be with you now, by voice or in person? If it gets harder: { $emergency } or { $line } (from a mobile { $mobile }).
support-listening-2 =
    I am here. Something simple: where are you now, and is somebody near?

    You can call without a reason: { $line }, from a mobile { $mobile }. If there is danger right now: { $emergency }.
support-listening-3 =
    Thank you for writing. You need not carry this alone.

    To whom close to you can you write one word, "stay"? Where they listen: { $line } (from a mobile { $mobile }). Urgent: { $emergency }.
support-listening-4 =
    I am with you. Breathe out once, slowly, longer than you breathe in.

    What would help through the next hour? Keep the number near: { $line }, from a mobile { $mobile }; in danger: { $emergency }.
