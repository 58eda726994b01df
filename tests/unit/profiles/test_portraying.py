"""What a model is shown of a person, and what not. The redactor is the real one."""

from dataclasses import replace

import pytest

from relove_adapters.redaction.pipeline import RussianRedactor
from relove_core.activity.model import ActivityKind
from relove_core.journey.model import Stage
from relove_core.llm import Completed, ModelFailed, Prompt, Purpose, Speaker, Usage
from relove_core.profiles.material import SAID_CHARS, Deed, Material, showable
from relove_core.profiles.model import Profile
from relove_core.profiles.offered import Offered
from relove_core.profiles.portraying import NotDrawn, Portraitist
from relove_core.profiles.sitting import Sitter, Source, sitter_of
from relove_core.prompts import Fact, Label
from relove_core.telegram import PublicPage
from relove_core.testing.builders import ANNA, a_stream
from relove_core.testing.clock import NOON
from relove_core.testing.scripted_model import ScriptedModel
from relove_core.testing.word_redactor import WordRedactor
from relove_core.users.model import Gender, User
from tests.unit.profiles.drafts import SAID, a_draft

REDACTOR = RussianRedactor()
PAGE = PublicPage(bio="Аня, мама двоих, @anna_k", posts=("Сегодня с Серёжей на море.", "Пишите на anna@example.org"))
SITTER = Sitter(
    user_id=ANNA,
    address="female",
    stage=Stage.REFUSAL,
    names=("Анна", "Кузнецова", "@anna_k"),
    profile=Profile(
        patterns=("спасательство",), core_issue="страх, что Сергей уйдёт", themes=("мама",), names=("Лев",)
    ),
    before="Держит на себе дом, мужа и Льва.",
    offered=Offered(streams=(a_stream(),)),
)


def deeds(*said: str | None) -> tuple[Deed, ...]:
    kinds = (ActivityKind.MESSAGE if text else ActivityKind.COMMAND for text in said)
    return tuple(
        Deed(id=n, at=NOON, kind=kind, name=None if text else "stats", text=text)
        for n, (kind, text) in enumerate(zip(kinds, said, strict=True))
    )


MATERIAL = Material(deeds=deeds(*SAID, None, None, "Кузнецова опять звонила, и Лев молчит."), page=PAGE)


def asked(sitter: Sitter = SITTER, material: Material = MATERIAL) -> Prompt:
    return Portraitist(llm=ScriptedModel(), redactor=REDACTOR).ask(sitter, material)[0]


def everything(prompt: Prompt) -> str:
    return "\n".join([*(text for texts in prompt.notes.values() for text in texts), *(u.text for u in prompt.dialogue)])


def test_everything_that_is_known_is_shown_as_data() -> None:
    prompt = asked()

    assert (prompt.purpose, prompt.person) == (Purpose.PORTRAIT, ANNA)
    assert [u.text for u in prompt.dialogue][:3] == list(SAID)
    assert {u.speaker for u in prompt.dialogue} == {Speaker.PERSON}
    assert set(prompt.notes) == {
        Label.PATTERNS,
        Label.CORE_ISSUE,
        Label.THEMES,
        Label.PORTRAIT,
        Label.STREAMS,
        Source.BIO,
        Source.POSTS,
        Source.DEEDS,
    }
    assert prompt.notes[Source.DEEDS] == ("команда stats: 2",)
    assert prompt.notes[Label.STREAMS] == ("hero-path: Путь Героя. Признаки: зовёт перемена.",)


def test_instructions_take_nothing_but_closed_words() -> None:
    assert asked().facts == {Fact.STAGE: "REFUSAL", Fact.GENDER: "female"}


@pytest.mark.parametrize("secret", ["анна", "аня", "кузнецов", "сереж", "сергей", "лев", "льва", "anna", "example"])
def test_nobody_is_named_and_nothing_leads_to_anybody(secret: str) -> None:
    assert secret not in everything(asked()).casefold().replace("ё", "е")


def test_what_is_not_known_has_no_label() -> None:
    nobody = replace(SITTER, profile=Profile(), before=None, offered=Offered())

    assert asked(nobody, Material(deeds=deeds(*SAID))).notes == {}


def test_of_many_words_the_newest_are_shown_in_their_order() -> None:
    texts = [f"{n:02} {'слово ' * 300}".strip() for n in range(50)]

    shown = [u.text for u in asked(material=showable(Material(deeds=deeds(*texts)))).dialogue]

    assert shown == texts[-len(shown) :]
    assert SAID_CHARS - 2000 < sum(map(len, shown)) <= SAID_CHARS


def test_only_the_most_frequent_deeds_are_told_of() -> None:
    many = tuple(Deed(id=n, at=NOON, kind=ActivityKind.BUTTON, name=f"b{min(n, 40)}") for n in range(50))

    told = asked(material=Material(deeds=many)).notes[Source.DEEDS]

    assert told[0] == "кнопка b40: 10"
    assert len(told) == 20


@pytest.mark.parametrize(
    ("gender", "address"), [(Gender.MALE, "male"), (Gender.UNDISCLOSED, "unknown"), (None, "unknown")]
)
def test_who_has_told_nothing_of_themselves_is_asked_about_all_the_same(gender: Gender | None, address: str) -> None:
    user = User(id=ANNA, registration_date=NOON, last_seen_date=NOON, gender=gender)

    sitter = sitter_of(user, before=None, offered=Offered())

    assert (sitter.address, sitter.stage, sitter.before) == (address, Stage.ORDINARY_WORLD, None)


class Costly:
    """Every answer takes a thousand tokens; the second one may fail."""

    def __init__(self, *answers: object) -> None:
        self.answers = list(answers)

    async def complete(self, prompt: Prompt, schema: type) -> Completed:  # type: ignore[type-arg]  # of any shape
        del prompt, schema
        answer = self.answers.pop(0)
        usage = Usage(model="m", prompt_tokens=900, completion_tokens=100)
        if isinstance(answer, Exception):
            raise answer
        return Completed(value=answer, usage=usage)


async def test_the_tokens_of_all_answers_are_told() -> None:
    foreign = a_draft(evidence=("Я люблю лыжи и горы",))
    said = Material(deeds=deeds(*SAID))

    drawn = await Portraitist(llm=Costly(foreign, a_draft()), redactor=WordRedactor()).draw(SITTER, said)
    with pytest.raises(NotDrawn) as refused:
        await Portraitist(llm=Costly(foreign, foreign), redactor=WordRedactor()).draw(SITTER, said)
    with pytest.raises(NotDrawn) as failed:
        await Portraitist(llm=Costly(foreign, ModelFailed("500")), redactor=WordRedactor()).draw(SITTER, said)

    assert (drawn.tokens, drawn.usage.prompt_tokens) == (2000, 900)
    assert (refused.value.tokens, refused.value.reason) == (2000, "unproven")
    assert (failed.value.tokens, failed.value.reason) == (1000, "llm.failed")
    assert "лыжи" not in f"{refused.value}{failed.value}"
