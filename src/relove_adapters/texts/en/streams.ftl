# The programmes and the way to them. No promises of a result, no diagnosis, no pressure.

menu-streams = 🔥 Programmes

command-streams = The programmes of reLove
command-platform = The platform of reLove

streams-title =
    <b>Programmes</b>
    What is running now. The button with a name opens its page, with price, dates and terms. “Interesting” commits you to nothing.
streams-none = No programme takes people right now. We can still talk: /natasha
stream =
    <b>{ $title }</b>
    { $promise }
    <i>{ $price }</i>
button-interested = Interesting

stream-interested = Noted: “{ $title }” interests you. It is a mark and nothing more: no application, no payment. The team will see it.
stream-not-interested = The mark is gone: “{ $title }”. The whole list: /streams
stream-gone = That programme is not on the list right now. What is: /streams
button-not-interested = Remove the mark

platform =
    <b>The platform of reLove</b>
    Programmes, materials and your account. I will not decide for you: look, and compare it with what you feel.
button-platform = Open the platform
