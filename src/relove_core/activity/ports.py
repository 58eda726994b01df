"""What the archive of the log needs from outside."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from relove_core.activity.archive import Moved, Page
from relove_core.ids import UserId


class ActivityArchive(Protocol):
    """The log and its archive. Each call is one short act."""

    async def seek(self, *, after: UserId, before: datetime, more_than: int, most: int) -> Page:
        """Look at up to ``most`` people with ids above ``after``.

        Due is who has a row in the log from before ``before``, and more than ``more_than`` rows in the log and the
        archive together. People without any old row may be left out of the page.
        """
        ...

    async def move(self, people: Sequence[UserId], *, before: datetime, most: int) -> Moved:
        """Move up to ``most`` rows from before ``before`` of these people: all of them or, at any failure, none.

        Somebody who is just being forgotten counts as one without rows.
        """
        ...
