# Портреты для команды: обновить, сравнить, вернуть. Портрет видит только тот, кто его открыл.

command-refresh_profiles = Обновить портреты
command-profile_versions = Версии портрета участника
command-profile_compare = Сравнить две версии портрета
command-profile_rollback = Вернуть прежнюю версию портрета

refresh-usage =
    <b>Обновить портреты</b>
    /refresh_profiles 123456 — одного участника
    /refresh_profiles все — всех, кто был здесь за { $days ->
        [one] последний { $days } день
        [few] последние { $days } дня
       *[many] последние { $days } дней
    }; сначала спрошу
refresh-not-understood = Так не получится. Можно номер участника или слово «все».
refresh-ordered = Участник { $user }: портрет скоро обновится. Проход № { $run }, что вышло — /refresh_profiles
refresh-all-question =
    Обновить портреты всех, кто был здесь за { $days ->
        [one] последний { $days } день
        [few] последние { $days } дня
       *[many] последние { $days } дней
    }? Это { $is_more ->
        [yes] больше { $people } человек
       *[no] { $people ->
            [one] не больше { $people } человека
           *[other] не больше { $people } человек
        }
    }. Модель спросят про каждого, о ком есть новое; кто в кризисе, без согласия или заблокировал бота, тех не тронут.
button-refresh-all = Обновить всех
button-refresh-none = Не надо
refresh-all-ordered = Начали, проход № { $run }. Портреты обновляются по нескольку сразу; как идёт — /refresh_profiles
refresh-declined = Хорошо, портреты остались как были.

runs-title = <b>Последние проходы</b>
runs-none = Проходов ещё не было.
run =
    № { $run } · { $kind ->
        [scheduled] по расписанию
       *[asked] { $has_admin ->
            [yes] по просьбе { $by }
           *[no] командой
        }
    } · { $began }
    { $state ->
        [going] ⏳ идёт: готово { $processed }
        [counted] ⏳ идёт: готово { $processed } из { $named }
        [stopped] ⏹ остановлен через { $seconds } с: готово { $processed }
       *[done] ✅ за { $seconds } с: готово { $processed }
    }
    новых { $updated }, без изменений { $unchanged }, мало данных { $insufficient }, пропущено { $skipped }, не вышло { $failed } · токенов { $tokens }

version =
    <b>№ { $version }</b>{ $is_current ->
        [yes] {" "}· сейчас
       *[no] {""}
    } · { $moment } · { $author ->
        [admin] вернул { $by }
       *[rotation] ротация
    }{ $is_enough ->
        [no] {" "}· недостаточно данных
       *[yes] {""}
    }
    { $author ->
        [admin] Это версия № { $restores }. Почему: { $reason }
       *[rotation] Действий { $activities }, реплик { $remarks }, постов { $posts }, био { $bio } · модель { $model } · промпт { $prompt }
    }
version-text = <blockquote>{ $text }</blockquote>
version-gallery = Строка для галереи: { $text }
version-completed = Пройденные потоки: { $streams }
version-interesting = Интересные потоки: { $streams }

versions-usage = Нужен номер участника: /profile_versions 123456
versions-none = У участника { $user } ещё нет портрета.
versions-title = <b>Портрет участника { $user }</b>
versions-current = Версия № { $version } целиком:

compare-usage = Нужны номер участника и две версии: /profile_compare 123456 7 9
comparison-title = <b>Портрет участника { $user }: что изменилось</b>
comparison-summary = <b>Портрет</b>
comparison-gallery = <b>Строка для галереи</b>
comparison-same = Слова те же.
comparison-kept = { $text }
comparison-gone = ➖ <s>{ $text }</s>
comparison-come = ➕ { $text }
comparison-streams-gone = ➖ Потоки: { $streams }
comparison-streams-come = ➕ Потоки: { $streams }

rollback-usage = Нужны номер участника, версия и причина: /profile_rollback 123456 7 почему
rolled-back = Участник { $user }: снова портрет версии № { $version }, теперь это версия № { $number }. Ротация не тронет его, пока не появится нового.

refused-person-unknown = Участника с таким номером нет.
refused-not-of-the-team = Администратора с таким номером нет.
refused-version-unknown = Такой версии у этого участника нет. Какие есть — /profile_versions
refused-same-version = Это одна и та же версия. Нужны две разные.
refused-version-is-current = Этот портрет и так сейчас у участника.
refused-bad-reason = Нужна причина, от 3 до 500 знаков: она останется в версии.
refused-already-asked = Этот портрет уже попросили обновить, скоро дойдёт очередь. Как идёт — /refresh_profiles
refused-everybody-asked = Портреты всех уже обновляются. Как идёт — /refresh_profiles
