# Клавиатура под полем ввода и меню команд.

menu-session = 📊 Моя сессия
menu-profile = 🌌 Мой профиль
menu-pause = ⏸ Пауза

command-natasha = Начать или продолжить разговор
command-end_session = Закончить и получить итог
command-my_session_summary = Что уже нашлось
command-my_profile = Мой профиль: свет и тень
command-my_journey = Мой путь: двенадцать этапов
command-pause = Пауза
command-resume = Продолжить после паузы
command-settings = Язык, нажим, голос, согласия
command-help = Что я умею
command-start = Познакомиться заново

bot-short-description = Наташа: провокативный коуч. Вопросы вместо утешений.
bot-description =
    Я Наташа, программа. Не утешаю, а спрашиваю — чтобы стало слышно тебя.

    Не терапия. 18+.
