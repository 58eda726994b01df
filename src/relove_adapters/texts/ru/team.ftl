# Для команды: тревоги и первые цифры. Никогда — слова участника.

alert-crisis =
    🚨 <b>Кризис</b> · { $level ->
        [imminent] непосредственная опасность
        [crisis] мысли о смерти или самоповреждении
       *[other] тревожный сигнал
    }
    Участник { $user }{ $told ->
        [0] {""}
       *[other] · напоминание { $told }
    }

    Ему ответили телефонами помощи, провокация выключена. Свяжитесь с человеком и нажмите кнопку. Вернуть к обычному разговору: /release { $user }
button-acknowledge = Беру на себя
alert-acknowledged = Принято. Больше не напоминаю.
alert-not-open = Эту тревогу уже кто-то взял.

released = Участник { $user }: путь назад открыт. Обычный разговор вернётся не раньше чем через сутки после последнего сигнала и только по его желанию.
release-not-needed = Участник { $user } не в кризисе, или такого нет.
release-needs-id = Нужен номер участника: /release 123456. Он стоит в тревоге.

stats =
    <b>Сейчас</b>

    Людей: { $people }, согласились: { $consented }
    Были за сутки { $today }, за 7 дней { $week }, за 30 дней { $month }
    Сессий идёт { $sessions }, завершено { $completed }
    В поддержке: { $held }, открытых тревог: { $alerts }
stats-stage = { $stage }: { $people }

funnel-title =
    <b>Воронка{ $days ->
        [0] {" "}за всё время
        [one] {" "}за { $days } день
        [few] {" "}за { $days } дня
       *[many] {" "}за { $days } дней
    }</b>
    Сделали впервые за это время · из новых людей
funnel-step = { $step }: { $happened } · { $newcomers } ({ $percent } %)
funnel-came = Пришли
funnel-consented = Согласились
funnel-started = Начали разговор
funnel-completed = Завершили разговор
funnel-saw_offer = Увидели потоки
funnel-opened_platform = Открыли платформу
funnel-bought = Купили
funnel-sources =
    <b>Откуда новые люди</b>
    Пришли · купили
funnel-source = { $source }: { $came } · { $bought }
funnel-no-source = без метки
funnel-moves = <b>Переходы по этапам</b>
funnel-move = { $source } → { $target }: { $made }
funnel-no-stage = Начало
funnel-bad-window = Окно воронки — число дней от 1 до { $most } или слово «всё». Так: /stats 7, /stats 30, /stats всё
stats-help-lines-old =
    ⚠️ Телефоны помощи не проверялись { $days ->
        [one] { $days } день
        [few] { $days } дня
       *[many] { $days } дней
    }. Позвоните по ним и обновите дату проверки в настройках.

command-stats = Первые цифры
command-release = Вернуть участника после кризиса

command-place = Поставить участника на этап

placed = Участник { $user } теперь на этапе { $stage }.
place-needs-id = Нужны номер участника, этап и причина: /place 123456 ЭТАП почему
place-unknown-stage = Этапа { $stage } нет. Можно: { $allowed }
place-needs-reason = Нужна причина: она останется в истории этапов. /place 123456 ЭТАП почему
place-unknown-person = Участника { $user } нет.
place-held = Участник { $user } в поддержке: пока он в кризисе, этапы не двигаются.
