"""The buttons under programmes."""

from relove_core.delivery.actions import Action

INTEREST = "interest"
"""A programme interests the person, or does not any more; arguments: its slug, ``yes`` or ``no``."""


def interest(slug: str, *, is_interested: bool) -> Action:
    return Action(INTEREST, (slug, "yes" if is_interested else "no"))
