"""What every redactor does, whatever it recognises."""

from relove_core.redaction import Redactor

LINK = "https://example.org/anna"


class RedactorContract:
    """Needs a fixture ``redactor`` that hides ``LINK``."""

    def test_there_are_as_many_texts_as_came(self, redactor: Redactor) -> None:
        texts = ("", "Я устала", LINK, "\n", "Я устала")

        assert len(redactor.hide(texts, known={}).texts) == len(texts)

    def test_what_was_hidden_comes_back(self, redactor: Redactor) -> None:
        hidden = redactor.hide((f"Моя страница: {LINK}",), known={})

        assert LINK not in hidden.texts[0]
        assert hidden.restore(hidden.texts[0]) == f"Моя страница: {LINK}"

    def test_the_same_thing_has_the_same_placeholder(self, redactor: Redactor) -> None:
        first, second = redactor.hide((LINK, LINK), known={}).texts

        assert first == second

    def test_what_was_given_out_is_kept(self, redactor: Redactor) -> None:
        earlier = redactor.hide((LINK,), known={})

        later = redactor.hide(("Я устала", LINK), known=earlier.placeholders)

        assert later.texts == ("Я устала", *earlier.texts)
        assert later.placeholders == earlier.placeholders

    def test_nobody_leaves_by_name(self, redactor: Redactor) -> None:
        hidden = redactor.hide(("Я Каллиста", "Что скажешь, Каллиста?"), known={}, names=("Каллиста", "@kallista_k"))

        assert "Каллиста" not in "".join(hidden.texts)
        assert hidden.restore(hidden.texts[0]) == "Я Каллиста"

    def test_a_name_that_nobody_mentions_takes_no_placeholder(self, redactor: Redactor) -> None:
        assert redactor.hide(("Я устала",), known={}, names=("Каллиста",)).placeholders == {}
