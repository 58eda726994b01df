"""Portraits as good models write them, with cities, ages, dates and the people's own hard words: none is refused."""

from dataclasses import dataclass

import pytest

from relove_adapters.redaction.pipeline import RussianRedactor
from relove_core.activity.model import ActivityKind
from relove_core.journey.model import Stage
from relove_core.profiles.drafting import PortraitDraft, believed
from relove_core.profiles.material import Deed, Material, showable
from relove_core.profiles.model import Profile
from relove_core.profiles.offered import Offered
from relove_core.profiles.portrait import Portrait
from relove_core.profiles.portraying import Portraitist
from relove_core.profiles.sitting import Sitter
from relove_core.testing.builders import ANNA
from relove_core.testing.clock import NOON
from relove_core.testing.scripted_model import ScriptedModel

REDACTOR = RussianRedactor()


@dataclass(frozen=True)
class Story:
    names: tuple[str, ...]
    said: tuple[str, ...]
    evidence: tuple[str, ...]
    summary: str
    gallery: str


STORIES = {
    "an accountant": Story(
        names=("Марина", "Соколова", "@marina_s"),
        said=(
            "Меня зовут Марина, мне 41, живу в Новосибирске, работаю бухгалтером 12 лет на одном месте",
            "Двое детей, Кириллу 15, Полине 9. С Олегом развелись в 2019 году, он ушёл к Ксюше из нашего отдела",
            "Мама, Тамара Петровна, говорит что я сама виновата, надо было мужа держать",
            "я всё тащу на себе и ещё улыбаюсь, а потом сижу в машине возле подъезда и не могу выйти",
            "Хочу просто пожить для себя, но как только сажусь, сразу чувство что я ленивая",
        ),
        evidence=("я все тащу на себе и еще улыбаюсь", "сразу чувство, что я ленивая"),
        summary=(
            "Ей 41 год, она двенадцать лет работает бухгалтером в Новосибирске и растит двоих детей, 15 и 9 лет. После"
            " развода в 2019 году дом держится на ней: «я всё тащу на себе и ещё улыбаюсь». Мама винит её.\n"
            "Хочет «пожить для себя», но отдых превращается в вину. Опирается на 12 лет стажа, за которые никого не"
            " подвела. Помогает, когда замечают усталость; закрывают советы."
        ),
        gallery="Бухгалтер и мама двоих из Новосибирска, которой стыдно отдыхать.",
    ),
    "a programmer": Story(
        names=("Дмитрий", "@dm_petrov"),
        said=(
            "мне 34, программист, живу в Питере, на Васильевском, снимаю квартиру с Настей",
            "Я вообще тревожный, всё проверяю по три раза, дверь, почту, код",
            "отец пил, бил посуду, мы с братом Лёшей прятались у бабушки в Твери",
            "в марте сделал предложение Насте, она сказала «дай подумать», и я до сих пор жду как дурак",
            "не могу уволиться из Яндекса. Боюсь остаться никем. Психолог сказала: зависимость от чужого мнения",
        ),
        evidence=("Боюсь остаться никем", "всё проверяю по три раза, дверь, почту, код"),
        summary=(
            "Ему 34, он программист в Петербурге. Тревожный — его собственное слово: проверяет «по три раза, дверь,"
            ' почту, код». С марта ждёт ответа на предложение, услышав "дай подумать", и не решается уйти из Яндекса.\n'
            "Отец пил, с братом они прятались у бабушки в Твери; похоже, контроль с тех пор и остался. Зависимость от"
            " чужого мнения он признаёт сам. Больше всего боится «остаться никем». Помогают точные вопросы."
        ),
        gallery="Тревожный программист с Васильевского, ждёт «да» с марта.",
    ),
    "a teacher": Story(
        names=("Светлана Викторовна",),
        said=(
            "Здравствуйте. Мне 52 года, я учитель литературы, всю жизнь в школе № 14 в Самаре",
            "Я невротически устала, это правда. Прихожу и лежу лицом к стене",
            "Сын Артём в армии, я каждый день жду сообщение от него. Муж Виктор молчит целыми днями",
            "У меня детская травма, отец уехал когда мне было семь лет, и я до сих пор жду что вернется",
            "хочется бросить всё и уехать к сестре Любе в Калининград, к морю, хоть на месяц",
        ),
        evidence=("Я невротически устала, это правда", "я до сих пор жду, что вернётся"),
        summary=(
            "Ей 52 года, она учитель литературы в Самаре. Говорит: «Я невротически устала, это правда», и лежит"
            " «лицом к стене». Сын служит в армии, муж молчит целыми днями, и любовь в этом доме похожа на ожидание.\n"
            "О детской травме говорит прямо: отец уехал, когда ей было семь лет. Вера в то, что он вернётся, ещё жива."
            " Мечтает уехать в Калининград, к сестре. Помогает неторопливый тон, закрывают оценки."
        ),
        gallery="Учитель литературы, которая ждёт вестей от сына и мечтает о море.",
    ),
}


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES.keys())
def test_a_good_portrait_is_kept_to_the_letter(story: Story) -> None:
    sitter = Sitter(
        user_id=ANNA,
        address="unknown",
        stage=Stage.ORDINARY_WORLD,
        names=story.names,
        profile=Profile(),
        before=None,
        offered=Offered(),
    )
    deeds = tuple(Deed(id=n, at=NOON, kind=ActivityKind.MESSAGE, text=text) for n, text in enumerate(story.said))
    _, measure = Portraitist(llm=ScriptedModel(), redactor=REDACTOR).ask(sitter, showable(Material(deeds=deeds)))
    draft = PortraitDraft(is_enough=True, evidence=story.evidence, summary=story.summary, gallery=story.gallery)

    assert believed(draft, measure, REDACTOR) == Portrait(summary=story.summary, gallery=story.gallery)
