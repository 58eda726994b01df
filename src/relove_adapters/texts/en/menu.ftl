# The keyboard below the input field and the menu of commands.

menu-session = 📊 My session
menu-profile = 🌌 My profile
menu-pause = ⏸ Pause

command-natasha = Begin a conversation or go on
command-end_session = End it and get a summary
command-my_session_summary = What has come up so far
command-my_profile = My profile: light and shadow
command-my_journey = My journey: the twelve stages
command-pause = Pause
command-resume = Go on after a pause
command-settings = Language, intensity, voice, consents
command-help = What I can do
command-start = Get acquainted again

bot-short-description = Natasha: a provocative coach. Questions instead of consolation.
bot-description =
    I am Natasha, a program. I do not console, I ask until you hear yourself. In Russian.

    No therapy. 18+.
