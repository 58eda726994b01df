# Настройки: язык, нажим, обращение, голос, время, согласия.

settings = <b>Настройки</b>

settings-language = 🗣 Подсказки и кнопки по-русски
settings-language-chosen = Хорошо, подсказки и кнопки теперь по-русски.
settings-intensity = { $intensity ->
        [softer] 🌿 Спрашиваю мягче
        [harder] 🔥 Спрашиваю жёстче
       *[usual] ⚡️ Спрашиваю как обычно
    }
settings-gender = { $address ->
        [female] 👤 Обращаюсь как к женщине
        [male] 👤 Обращаюсь как к мужчине
       *[unknown] 👤 Обращаюсь без «он» и «она»
    }
settings-voice = { $heard ->
        [on] 🎙 Голосовые слушаю. Запись уходит на распознавание как есть: имена, сказанные вслух, не спрятать
        [off] 🔇 Голосовые не слушаю, только читаю
       *[nobody] 🔇 Голосовые пока не разбираю: их некому распознать
    }
settings-zone = 🕰 Твои часы: { $city }
settings-no-zone = 🕰 Часы: как в Москве, пока не скажешь другое
settings-zones = Чьё время твоё? Выбери или напиши город так: /settings Лиссабон
settings-city-unknown = Такого города не нахожу. Напиши ближайший крупный, например /settings Новосибирск, или выбери время:

settings-rules = { $given ->
        [yes] ✅ Правила приняты
       *[no] ⚪️ Правила не приняты
    }
settings-data = { $given ->
        [yes] ✅ Хранить и обрабатывать то, что я пишу
       *[no] ⚪️ Данные не хранятся и не обрабатываются
    }
settings-news = { $given ->
        [yes] ✅ Присылать сообщения о программах
       *[no] ⚪️ Сообщения о программах не присылать
    }
button-rules-withdraw = Отозвать: правила
button-rules-give = Принять правила
button-data-withdraw = Отозвать: мои данные
button-data-give = Разрешить: мои данные
button-news-withdraw = Не присылать о программах
button-news-give = Присылать о программах

button-intensity-softer = Мягче
button-intensity-usual = Как обычно
button-intensity-harder = Жёстче
button-language-ru = Подсказки по-русски
button-language-en = Подсказки по-английски
button-voice-on = Слушать голосовые
button-voice-off = Не слушать голосовые
button-zones = Другое время
