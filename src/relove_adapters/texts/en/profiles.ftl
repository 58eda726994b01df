# Portraits for the team: refresh, compare, bring back. Only who opened a portrait sees it.

command-refresh_profiles = Refresh portraits
command-profile_versions = Versions of a participant's portrait
command-profile_compare = Compare two versions of a portrait
command-profile_rollback = Bring back an earlier version of a portrait

refresh-usage =
    <b>Refresh portraits</b>
    /refresh_profiles 123456 — of one participant
    /refresh_profiles all — of everybody seen within { $days ->
        [one] { $days } day
       *[other] { $days } days
    }; I ask first
refresh-not-understood = That is not possible. Give a participant's number or the word all.
refresh-ordered = Participant { $user }: the portrait will be refreshed soon. Run No. { $run }, what came of it: /refresh_profiles
refresh-all-question =
    Refresh the portraits of everybody seen within { $days ->
        [one] { $days } day
       *[other] { $days } days
    }? That is { $is_more ->
        [yes] more than { $people } people
       *[no] { $people ->
            [one] { $people } person at most
           *[other] { $people } people at most
        }
    }. The model is asked about each of whom something new is known; who is in a crisis, has not consented or has blocked the bot is left alone.
button-refresh-all = Refresh all
button-refresh-none = No
refresh-all-ordered = Begun, run No. { $run }. Portraits are refreshed some at a time; how it goes: /refresh_profiles
refresh-declined = Well, the portraits stay as they were.

runs-title = <b>Last runs</b>
runs-none = There was no run yet.
run =
    No. { $run } · { $kind ->
        [scheduled] scheduled
       *[asked] { $has_admin ->
            [yes] asked by { $by }
           *[no] by command
        }
    } · { $began }
    { $state ->
        [going] ⏳ under way: { $processed } done
        [counted] ⏳ under way: { $processed } of { $named } done
        [stopped] ⏹ stopped after { $seconds } s: { $processed } done
       *[done] ✅ within { $seconds } s: { $processed } done
    }
    new { $updated }, unchanged { $unchanged }, too little known { $insufficient }, passed over { $skipped }, failed { $failed } · tokens { $tokens }

version =
    <b>No. { $version }</b>{ $is_current ->
        [yes] {" "}· holds now
       *[no] {""}
    } · { $moment } · { $author ->
        [admin] brought back by { $by }
       *[rotation] rotation
    }{ $is_enough ->
        [no] {" "}· too little known
       *[yes] {""}
    }
    { $author ->
        [admin] It is version No. { $restores }. Why: { $reason }
       *[rotation] Activities { $activities }, remarks { $remarks }, posts { $posts }, bio { $bio } · model { $model } · prompt { $prompt }
    }
version-text = <blockquote>{ $text }</blockquote>
version-gallery = Line for the gallery: { $text }
version-completed = Completed programmes: { $streams }
version-interesting = Programmes of interest: { $streams }

versions-usage = It needs the participant's number: /profile_versions 123456
versions-none = Participant { $user } has no portrait yet.
versions-title = <b>The portrait of participant { $user }</b>
versions-current = Version No. { $version } as a whole:

compare-usage = It needs the participant's number and two versions: /profile_compare 123456 7 9
comparison-title = <b>The portrait of participant { $user }: what changed</b>
comparison-summary = <b>Portrait</b>
comparison-gallery = <b>Line for the gallery</b>
comparison-same = The words are the same.
comparison-kept = { $text }
comparison-gone = ➖ <s>{ $text }</s>
comparison-come = ➕ { $text }
comparison-streams-gone = ➖ Programmes: { $streams }
comparison-streams-come = ➕ Programmes: { $streams }

rollback-usage = It needs the participant's number, a version and a reason: /profile_rollback 123456 7 why
rolled-back = Participant { $user }: the portrait of version No. { $version } holds again, it is version No. { $number } now. The rotation leaves it until there is something new.

refused-person-unknown = There is no participant of this number.
refused-not-of-the-team = There is no admin of this number.
refused-version-unknown = This participant has no such version. Which there are: /profile_versions
refused-same-version = That is one version. Two different ones are needed.
refused-version-is-current = This portrait holds already.
refused-bad-reason = It needs a reason of 3 to 500 characters: it stays with the version.
refused-already-asked = A refresh of this portrait is asked for already and will begin soon. How it goes: /refresh_profiles
refused-everybody-asked = The portraits of all are being refreshed already. How it goes: /refresh_profiles
