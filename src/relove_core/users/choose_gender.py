"""Take in how a person wants to be addressed."""

from dataclasses import dataclass, replace

from relove_core.delivery.model import Cause
from relove_core.errors import InvalidInput
from relove_core.texts import Texts
from relove_core.transactions import Begin
from relove_core.users.model import Contact, Gender
from relove_core.users.onboarding import ask
from relove_core.users.ports import UsersTx


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseGender:
    begin: Begin[UsersTx]
    texts: Texts

    async def __call__(self, cause: Cause, contact: Contact, told: str) -> None:
        """Raises InvalidInput: ``told`` is not one of ``Gender``."""
        if told not in tuple(Gender):
            raise InvalidInput(f"gender is one of {', '.join(Gender)}")
        gender = Gender(told)
        async with self.begin() as tx:
            await tx.users.address(contact.user_id, gender)
            await tx.deliveries.finish(cause, [ask(self.texts, cause, replace(contact, gender=gender))])
