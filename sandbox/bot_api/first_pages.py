"""What the first people show to everybody."""

import base64
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from sandbox.bot_api import people, public_pages
from sandbox.bot_api.store import Store

SIDE_PX = 320
SUNSET, DUSK, SUN = (250, 190, 140), (120, 90, 150), (255, 240, 210)

BIOS = {
    1003: "Между двумя городами и двумя версиями себя.",
    1004: "Пишу <b>прямо</b> & без купюр. Сначала шучу, потом думаю.",
}
POSTS: dict[int, list[str | dict[str, str]]] = {
    1001: [
        (
            "Опять согласилась взять чужую смену. Сказала «конечно, мне не сложно», а потом плакала в машине."
            " Почему «нет» застревает в горле?"
        ),
        "Мама звонила четыре раза за день, и четыре раза я взяла трубку. На сказку для дочки вечером сил не осталось.",
        "Записалась на танцы. Для себя, первый раз за шесть лет. Страшно и щекотно.",
    ],
    1002: [
        "Отец говорил: мужчина не жалуется. Вот я и не жалуюсь. Спина жалуется за меня.",
        {
            "caption": "Сдали дом на Лесной. Заказчик доволен, бригада довольна. А я сижу в пустой коробке и думаю:"
            " кому я всё доказываю?"
        },
    ],
    1003: [
        "Третий переезд за два года. Коробки уже не разбираю: зачем, если всё равно уеду.",
        "Сегодня меня спросили, чего я хочу. Ответа не нашлось, зато нашлось десять причин поговорить о другом.",
    ],
    1004: [
        "Всем помогла, всех выслушала, себе — <i>ничего</i>. Классика жанра & моя специальность.",
        "Разобрала мамины письма. Оказывается, она тоже всю жизнь боялась не угодить.",
        "Хочу научиться просить. Пока получается только намекать и обижаться.",
    ],
    1005: [
        "Учу слово «тоска». Учитель говорит, оно не переводится. Мне и не надо, я поняла с первого раза.",
        "Moved here for love, stayed for the language. Still not sure which of them left me.",
    ],
}


def settle(store: Store) -> None:
    """Once; whoever has said something about themselves meanwhile keeps it."""
    with store.transaction():
        if store.recall("pages_settled"):
            return
        for person_id, posts in POSTS.items():
            person = people.find(store, person_id)
            if person is None:
                continue
            people.save(store, {"id": person_id, "bio": person["bio"] or BIOS.get(person_id)})
            public_pages.save(store, person_id, {"posts": posts, **(_photo() if person_id == 1001 else {})})
        store.remember("pages_settled", True)


def _photo() -> dict[str, Any]:
    """An evening sky: nobody's face."""
    picture = Image.new("RGB", (SIDE_PX, SIDE_PX))
    draw = ImageDraw.Draw(picture)
    for y in range(SIDE_PX):
        share = y / SIDE_PX
        draw.line((0, y, SIDE_PX, y), fill=tuple(round(a + (b - a) * share) for a, b in zip(DUSK, SUNSET, strict=True)))
    draw.ellipse((110, 170, 210, 270), fill=SUN)
    content = BytesIO()
    picture.save(content, "JPEG", quality=85)
    return {"photo": base64.b64encode(content.getvalue()).decode()}
