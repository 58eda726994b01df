# Разговор.

button-open = Начать разговор
button-continue = Продолжить
button-restart = { $wanted ->
        [diagnostic] Завершить и начать диагностику
        [journey] Завершить и начать этап пути
       *[other] Завершить и начать новую
    }
button-resume = Продолжить

session-conflict =
    Сейчас идёт { $kind ->
        [provocative] провокативная сессия
        [diagnostic] диагностика
        [journey] работа с этапом пути
       *[other] сессия
    }. Продолжить или завершить и начать { $wanted ->
        [diagnostic] диагностику
        [journey] работу с этапом пути
       *[other] новую
    }?

no-session = Мы сейчас не в разговоре. Начать?

paused = Мы на паузе. Продолжить?

pause-begun =
    Пауза. Я молчу и жду.

    Всё, что ты { $address ->
        [female] сказала
        [male] сказал
       *[unknown] пишешь
    }, на месте.

resumed = Продолжаем.

quick-reply-chosen = <blockquote>{ $label }</blockquote>

button-is-old = Эта кнопка от прошлого вопроса, она больше не работает. Ответь своими словами или нажми /natasha.

edit-is-late = Вижу правку, но на прежние слова я уже ответила. Если важно — напиши новым сообщением.

summary-closed =
    <b>Итог разговора</b>
    { $questions ->
        [one] { $questions } мой вопрос
        [few] { $questions } моих вопроса
       *[many] { $questions } моих вопросов
    } — и вот что ты { $address ->
        [female] сказала сама
        [male] сказал сам
       *[unknown] говоришь о себе
    }.

summary-so-far =
    <b>Что нашлось к этой минуте</b>
    { $questions ->
        [one] { $questions } мой вопрос
        [few] { $questions } моих вопроса
       *[many] { $questions } моих вопросов
    }. Разговор идёт дальше — просто ответь на последний.

summary-last =
    <b>Итог прошлого разговора</b>
    { $questions ->
        [one] { $questions } мой вопрос
        [few] { $questions } моих вопроса
       *[many] { $questions } моих вопросов
    }. Начать новый: /natasha

summary-insights = <b>Твои слова</b>
summary-patterns = <b>Что повторяется</b>
summary-core-issue = <b>Похоже, корень здесь</b>
summary-difficulties = <b>Где было трудно</b>
summary-themes = <b>Темы</b>
summary-next-steps = <b>Дальше</b>
summary-empty = Слов было мало, и придумывать за тебя я не стану. В следующий раз дай мне больше.
