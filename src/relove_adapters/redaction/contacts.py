"""Links, e-mails and handles."""

from relove_adapters.redaction.patterns import Form, of_any_case

HOSTS = (
    r"t\.me|telegram\.me|telegram\.dog|vk\.(?:com|ru|me)|ok\.ru|wa\.me"
    r"|(?:instagram|facebook|fb|tiktok|twitter|x)\.com"
)
TOP = (
    "ru|su|рф|com|org|net|me|io|ua|by|kz|info|pro|online|site|app|dev|link|club|shop|store|biz|tv|gg|ai|co|de|uk|eu|us"
    "|am|ge|uz|kg|il|fr|it|es|be|moscow|москва|рус|онлайн|сайт"
)
#: A full stop or a bracket behind a link belongs to the sentence.
PATH = r"[^\s<>\"«»]*[^\s<>\"«».,!?;:)\]…]"
NO_MAIL_BEFORE = r"(?<![\w.+-])"
DOG = r"\s*(?:\(\s*(?:собака|собачка|at|эт)\s*\)|\[\s*(?:at|собака)\s*\]|собака|собачка)\s*"  # anna (собака) mail.ru
DOT = r"\s*(?:\.|точка|dot)\s*"
PLACES = (
    r"ник(?:нейм)?|юзер(?:нейм)?|логин|телеграмм?|телега|тг|телеге|телеграме|инст[аеу]|инстаграмм?|инстаграме|скайп"
    r"|дискорд|вк|вконтакте|тикток|тиктоке|профиль|аккаунт|telegram|insta|instagram|tg|vk|skype|nick|login"
)
#: A blank belongs to what follows it, in one way only: else «ник - - - - -» would be tried in all.
BETWEEN = r"(?:\s+в\s+\w+)?(?:\s*[:—–-]|\s+(?:я|он|она|мой|моя|его|её|это|будет|такой)(?!\w))*\s*"

LINK = Form("ССЫЛКА", of_any_case(rf"(?<!\w)(?:(?:https?|tg|ftp)://|www\.|(?:{HOSTS})/)(?:{PATH})"))
DOMAIN = Form("ССЫЛКА", of_any_case(rf"(?<![\w@.-])(?:[\w-]+\.)+(?:{TOP})(?![\w-])(?:/(?:{PATH})?)?"))
MAIL = Form("ПОЧТА", of_any_case(rf"{NO_MAIL_BEFORE}[\w+-][\w.+-]*@[\w-]+(?:\.[\w-]+)+"))
MAIL_APART = Form("ПОЧТА", of_any_case(rf"{NO_MAIL_BEFORE}[a-z0-9][\w.+-]* ?@ ?[\w-]+(?:\.[\w-]+)*\.(?:{TOP})(?!\w)"))
MAIL_IN_WORDS = Form("ПОЧТА", of_any_case(rf"{NO_MAIL_BEFORE}[a-z0-9][\w.+-]*{DOG}[\w-]+{DOT}(?:{TOP}|ру|ком)(?!\w)"))
HANDLE = Form("НИК", of_any_case(r"(?<![\w@])@[a-z_][\w.]{0,31}\w"))
HANDLE_SAID = Form("НИК", of_any_case(rf"(?<!\w)(?:{PLACES})(?!\w){BETWEEN}(?P<x>[a-z][\w.:-]{{2,31}}\w)"))

#: A link may hold a handle, and an e-mail ends like a link.
CONTACTS = (LINK, MAIL, MAIL_APART, MAIL_IN_WORDS, DOMAIN, HANDLE, HANDLE_SAID)
