# For the team: what is wrong with the product itself. Figures only, never what a person wrote.

system-rotation_failed =
    ⚠️ <b>Portraits are not refreshed as they should be</b>
    { $reason ->
        [stands_still] The rotation has not moved for more than an hour: no portrait was refreshed.
        [not_begun] No rotation began in time, though the worker is up.
       *[other] In the last rotation { $failed } of { $processed } failed.
    }

    People do not see it: conversations go on, with the portraits as they were.
    What to do: { $reason ->
        [stands_still] see in the worker's log whether the model answers; restart a worker that hangs, the rotation goes on where it was.
        [not_begun] the worker's log says what it stumbles over; by hand: /refresh_profiles
       *[other] the worker's log has the reasons; failures are tried again, by hand: /refresh_profiles
    }
system-rotation_failed-name = Refreshing of portraits
system-rotation_failed-over =
    ✅ <b>Over: refreshing of portraits</b>
    It lasted { $hours ->
        [0] {""}
       *[other] { $hours } h{" "}
    }{ $minutes } min.

system-llm_down =
    ⚠️ <b>The model does not answer</b>
    Not one answer in { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }, failed attempts: { $failures }.

    People are answered by the scripted coach, stages and portraits wait. Nothing is lost.
    What to do: check the provider's key, account and address; the readiness of the bot says in a word what is wrong. If the provider is down, a second one helps.
system-llm_down-name = The model does not answer
system-llm_down-over =
    ✅ <b>Over: the model answers again</b>
    It was silent for { $hours ->
        [0] {""}
       *[other] { $hours } h{" "}
    }{ $minutes } min.

system-llm_cap_reached =
    ⚠️ <b>The money for models is spent for today</b>
    The daily cap of all is reached.

    Until midnight by UTC the scripted coach answers everybody; portraits and analyses wait.
    What to do: if that was to be expected, raise the cap in the settings and restart bot and worker. If not, see what it went on before raising it.
system-llm_cap_reached-name = The cap for models
system-llm_cap_reached-over =
    ✅ <b>A new day: the models answer again</b>
    It lasted { $hours ->
        [0] {""}
       *[other] { $hours } h{" "}
    }{ $minutes } min.

system-partitions_missing =
    ⚠️ <b>The log: months ready ahead: { $months }</b>
    There should be two at least.

    All is written still. In a month without a partition the bot would take no message at all.
    What to do: the worker makes them at its start and once a day; see that it runs, that it may create tables, and that the settings ask for three months or more.
system-partitions_missing-name = Months of the log
system-partitions_missing-over =
    ✅ <b>Over: the months of the log are there</b>
    It lasted { $hours ->
        [0] {""}
       *[other] { $hours } h{" "}
    }{ $minutes } min.

system-queue_stuck =
    ⚠️ <b>The queue has stood for more than a minute</b>
    Waiting the longest: a message from somebody { $inbox } s, a message to somebody { $outbox } s.

    People wait for their answers longer than usual. What they wrote is kept and will be answered.
    What to do: if messages from people wait, see that the bot runs and is not overloaded; if messages to people wait, whether Telegram is reachable or asks for patience.
system-queue_stuck-name = The queue
system-queue_stuck-over =
    ✅ <b>Over: the queue has cleared</b>
    It lasted { $hours ->
        [0] {""}
       *[other] { $hours } h{" "}
    }{ $minutes } min.

system-database_down =
    🚨 <b>The database is unavailable</b>
    The worker has been unable to read from it or write to it for more than { $seconds } s.

    The bot answers nobody. Telegram keeps people's messages for a day: all are answered when the database is back.
    What to do: start the database server, check its disk and the network. Bot and worker need no restart.
system-database_down-name = The database
system-database_down-over =
    ✅ <b>The database is back</b>
    It was away for { $hours ->
        [0] {""}
       *[other] { $hours } h{" "}
    }{ $minutes } min.

alerts-none = No open alerts about the product itself.
alerts-title = <b>What is wrong now</b>
alerts-open = • { $name }: { $hours ->
        [0] {""}
       *[other] { $hours } h{" "}
    }{ $minutes } min
alerts-muted = 🔕 { $name }: not told for another { $hours ->
        [0] {""}
       *[other] { $hours } h{" "}
    }{ $minutes } min
alert-muted = “{ $name }”: nobody of the team is told for a day. It stays in the list /alerts
alert-unmuted = “{ $name }”: told again.
button-mute = Do not tell for a day
button-mute-kind = Do not tell for a day: { $name }
button-unmute-kind = Tell again: { $name }

command-alerts = What is wrong with the product itself
