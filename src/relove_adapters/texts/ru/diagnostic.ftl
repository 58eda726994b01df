# Диагностика: ход и итог. Простыми словами, без медицины и приговоров.

command-diagnostic = Диагностика: от трёх до семи вопросов

diagnostic-begin = <i>Диагностика: от трёх до семи вопросов, потом итог твоими же словами. Это не медицина: ярлыков не будет.</i>

diagnosis-title =
    <b>Итог диагностики</b>
    Не диагноз и не приговор: так тебя слышно сегодня. Где мимо — верь себе, а не мне.
diagnosis-again =
    <b>Итог твоей диагностики</b>
    Так тебя было слышно в тот день. Пройти заново — /diagnostic
diagnosis-psychotype = <b>Как ты живёшь</b>
diagnosis-plain = { $words }
diagnosis-stage =
    <b>Где ты на пути</b>
    🔥 { $stage }
diagnosis-stage-heard =
    <b>Где ты на пути</b>
    В словах слышно: «{ $stage }». Карту это пока не двигает: /my_journey
diagnosis-reason = { $words }
diagnosis-quote = <blockquote>{ $words }</blockquote>
diagnosis-strengths = <b>На что можно опереться</b>
diagnosis-difficulties = <b>Где трудно</b>
diagnosis-triggers = <b>Что выбивает из колеи</b>
diagnosis-next-steps = <b>Дальше</b>
diagnosis-too-little =
    Для итога этого мало, а придумывать за тебя я не стану.

    Будут слова — начнём заново: /diagnostic. А можно просто поговорить: /natasha
