"""The guard before everything in which the coach takes part."""

from relove_core.safety.transitions import HeldForSafety
from relove_core.users.model import Contact
from relove_core.users.onboarding import require_consent


def require_ready(contact: Contact) -> None:
    """Refuse the coach to who needs other words now, and to who has not consented.

    Raises:
        HeldForSafety: the person's level is above normal; nobody is asked for a consent then.
        ConsentMissing: see there.
    """
    if contact.is_held:
        raise HeldForSafety(f"person {contact.user_id} is held")
    require_consent(contact)
