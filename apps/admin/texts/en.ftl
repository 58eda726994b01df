# Shared
product = Natasha
panel = team panel

# Sign-in
sign-in-title = Sign in to the panel
sign-in-lead = The panel is for the team only: people, their journey, broadcasts and alerts.
sign-in-notice-title = Sign-in arrives together with the panel
sign-in-notice-text = In this release there is no way in yet, because there is no panel behind this page. The bot and the background jobs work without it.
sign-in-later-title = How sign-in will work
sign-in-later-text = An owner sends the bot the command /admin, and the bot replies with a one-time link. There is no password and none to set up.
sign-in-now-title = What you can do now
sign-in-now-owners = Name the owners
sign-in-now-owners-text = List their numeric Telegram ids, separated by commas, in an environment variable or in the .env file. These are the people the bot will give a link to.
sign-in-now-health = Check that everything works
sign-in-now-health-text = See whether the database answers and whether its schema fits.
sign-in-now-metrics = Connect monitoring
sign-in-now-metrics-text = The panel’s metrics in the Prometheus format. The bot and the background jobs have the same pages at addresses of their own.
sign-in-ids-example = 123456789,987654321

# Links from the bot
link-unknown-title = This link does not work
link-unknown-text = There is no such link: perhaps it was not copied whole. Send the bot /streams or /platform for a new one.
link-gone-title = The page has moved
link-gone-text = This link leads nowhere any more. Send the bot /streams or /platform for a new one.

# Errors
error-back = To the first page
error-400-title = The request was not understood
error-400-text = Something in the request is wrong. Go back and try again.
error-401-title = Please sign in
error-401-text = This page is for the team only.
error-404-title = There is no such page
error-404-text = The link may be out of date, or the address has a typo.
error-405-title = This cannot be done here
error-405-text = This address does not do what was asked of it.
error-500-title = Something broke on our side
error-500-text = The error is in the log. Please try again a little later.
