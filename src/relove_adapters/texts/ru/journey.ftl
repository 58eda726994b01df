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
stage-RETURN_WITH_ELIXIR = Возвращение с эликсиром
