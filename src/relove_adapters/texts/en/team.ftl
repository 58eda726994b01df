# For the team: alerts and first figures. Never what a person wrote.

alert-crisis =
    🚨 <b>Crisis</b> · { $level ->
        [imminent] immediate danger
        [crisis] thoughts of death or self-harm
       *[other] a worrying signal
    }
    Person { $user }{ $told ->
        [0] {""}
       *[other] · reminder { $told }
    }

    They were given the help lines, provocation is off. Get in touch and press the button. The way back: /release { $user }
button-acknowledge = I look after it
alert-acknowledged = Noted. No more reminders.
alert-not-open = Somebody has taken this alert already.

released = Person { $user }: the way back is open. The ordinary conversation returns a day after the last signal at the earliest, and only at their wish.
release-not-needed = Person { $user } is in no crisis, or there is no such person.
release-needs-id = It needs the person's number: /release 123456. The alert has it.

stats =
    <b>Now</b>

    People: { $people }, consented: { $consented }
    Seen within a day { $today }, 7 days { $week }, 30 days { $month }
    Sessions going on { $sessions }, completed { $completed }
    In support: { $held }, open alerts: { $alerts }
stats-stage = { $stage }: { $people }

funnel-title =
    <b>Funnel{ $days ->
        [0] {" "}of all time
        [one] {" "}of { $days } day
       *[other] {" "}of { $days } days
    }</b>
    First time within it · of the newcomers
funnel-step = { $step }: { $happened } · { $newcomers } ({ $percent } %)
funnel-came = Came
funnel-consented = Consented
funnel-started = Began to talk
funnel-completed = Completed a session
funnel-saw_offer = Saw the programmes
funnel-opened_platform = Opened the platform
funnel-bought = Bought
funnel-sources =
    <b>Where newcomers are from</b>
    Came · bought
funnel-source = { $source }: { $came } · { $bought }
funnel-no-source = no mark
funnel-moves = <b>Moves between stages</b>
funnel-move = { $source } → { $target }: { $made }
funnel-no-stage = Beginning
funnel-bad-window = The window is a number of days from 1 to { $most }, or the word all. So: /stats 7, /stats 30, /stats all
stats-help-lines-old =
    ⚠️ Nobody has checked the help lines for { $days ->
        [one] { $days } day
       *[other] { $days } days
    }. Call them and put the new date into the settings.

command-stats = First figures
command-release = Let a person go back after a crisis

command-place = Put a participant on a stage

placed = Participant { $user } is on the stage { $stage } now.
place-needs-id = Give the participant's number, the stage and a reason: /place 123456 STAGE why
place-unknown-stage = There is no stage { $stage }. Possible: { $allowed }
place-needs-reason = Give a reason: it stays in the history of stages. /place 123456 STAGE why
place-unknown-person = There is no participant { $user }.
place-held = Participant { $user } is in support: nothing moves during a crisis.
