"""The guard before everything that only the team may do."""

from relove_core.errors import NotFound
from relove_core.users.model import Contact


class NotAdmin(NotFound):
    """For everybody else there is no such thing: they are told what they would be told of any unknown command."""

    code = "access.not_admin"


def require_admin(contact: Contact) -> None:
    """Raises NotAdmin: this person is not one of the team."""
    if not contact.is_admin:
        raise NotAdmin(f"person {contact.user_id} is no admin")
