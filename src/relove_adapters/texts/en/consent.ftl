# Consents, form of address, city. $address: female, male, unknown.

ask-rules =
    <b>1 of 3. The rules</b>

    I am 18 or older. I understand that Natasha is a program that provokes and asks uncomfortable questions; this is no therapy, no diagnosis and no help in an emergency. I can stop at any moment with the word "stop".

ask-data =
    <b>2 of 3. My data</b>

    I allow what I write here to be stored and processed, my feelings and relationships included, so that Natasha remembers the conversation. People of the reLove team can read it. Where a language model is connected, the text goes to its provider without names, phones and addresses, as far as they can be hidden. Voice messages leave as they are: names in them cannot be hidden, so voice can be switched off. I can withdraw this: /settings

ask-news =
    <b>3 of 3. News, if you like</b>

    Shall I send you messages about reLove's programmes? The conversation does not depend on it.

ask-gender = How shall I address you?

ask-zone = Which city do you live in? Write its name, so that I know when it is morning for you and when night.

acquainted =
    Agreed. You came, so something in you is no longer silent.

    Press /natasha and we begin.

consent-refused =
    All right, I will not. Without this consent there is no conversation, and I keep nothing of what you write.

    If you change your mind: /start

news-wanted = All right, I will send them. If you change your mind: /settings
news-unwanted = All right, nothing about programmes. If you change your mind: /settings

zone-unknown = I do not find this city. Write the nearest large one or choose Moscow time. It works without, too: /natasha

button-rules-yes = Yes, I am 18 and accept
button-rules-no = No
button-data-yes = I allow it
button-data-no = I do not allow it
button-news-yes = Send them
button-news-no = No, thanks
button-zone-moscow = Moscow time
