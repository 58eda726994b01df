# Этапы пути.

stage-ORDINARY_WORLD = Обычный мир
stage-CALL_TO_ADVENTURE = Зов к приключению
stage-REFUSAL = Отказ от призыва
stage-MEETING_MENTOR = Встреча с наставником
stage-CROSSING_THRESHOLD = Пересечение порога
stage-TESTS_ALLIES_ENEMIES = Испытания, союзники, враги
stage-APPROACH = Приближение к пещере
stage-ORDEAL = Главное испытание
stage-REWARD = Награда
stage-ROAD_BACK = Дорога назад
stage-RESURRECTION = Воскресение
stage-RESURRECTION-gentle = Обновление
stage-RETURN_WITH_ELIXIR = Возвращение с эликсиром

journey-title =
    { $round ->
        [1] <b>Твой путь</b>
       *[other] <b>Твой путь</b> · круг { $round }
    }
journey-done = ✅ { $stage }{ $days }
journey-current = 🔥 <b>{ $stage }</b>{ $days }
journey-ahead = ⚪️ { $stage }{ $days }
journey-days = { $days ->
        [0] меньше дня
        [one] { $days } день
        [few] { $days } дня
       *[many] { $days } дней
    }
journey-goes-on = Этап двигают твои слова в разговоре, а не дни. Дальше — /natasha
journey-not-begun = Путь ещё не начат: сначала поговорим. /natasha

profile-title =
    <b>Твой профиль</b>
    Не диагноз и не приговор: только то, что прозвучало в наших разговорах.
profile-scale =
    <b>Свет и тень</b>
    ☀️{ $bar }🌑
    { $light ->
        [0] Пока говорит почти одна тень: повторов и закрытых дверей больше, чем слов, в которых ты видишь себя.
        [1] Тени больше: повторы ведут, но свет уже виден — ты называешь вещи своими словами.
        [2] Тень чуть впереди. Ещё немного честных слов — и весы качнутся.
        [3] Света чуть больше: ты чаще видишь, что с тобой происходит, чем прячешься от этого.
        [4] Света заметно больше: повторы есть, но теперь ты их видишь.
       *[5] Почти один свет: то, что раньше шло само, ты называешь вслух.
    }
profile-not-enough =
    <b>Свет и тень</b>
    Недостаточно данных. Выдумывать не стану: нужны законченные разговоры. /natasha
profile-stage =
    <b>Этап пути</b>
    🔥 { $stage }. Весь путь: /my_journey
