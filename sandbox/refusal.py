"""The one way to say that the product cannot start here: a sentence for a person, and exit code 2."""


class Refused(Exception):
    """Something a person has to change; the message says what is wrong, where, and what to do."""

    exit_code = 2
