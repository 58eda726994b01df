"""What is said in a crisis: fixed texts that people wrote, one for each level; a model never words them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from relove_core.markup import Html
from relove_core.safety.contacts import Contacts
from relove_core.safety.levels import CrisisLevel
from relove_core.texts import Texts, Voice

ANSWERS: Mapping[CrisisLevel, str] = MappingProxyType(
    {
        CrisisLevel.SUPPORT: "safety-support",
        CrisisLevel.CRISIS: "safety-crisis",
        CrisisLevel.IMMINENT: "safety-imminent",
    }
)
"""The answer to a signal, by level. What each must hold: the Red items of VERA-MH, see the test of the texts."""

DENIED = "safety-denied"
"""To "you got me wrong"."""

NOT_YET = "safety-not-yet"
"""To the wish to go back while something is still in the way."""

BACK = "safety-back"
"""On the way back to the ordinary conversation."""

CODES = (*ANSWERS.values(), DENIED, NOT_YET, BACK)


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyAnswers:
    """Words and numbers put together."""

    texts: Texts
    contacts: Contacts

    def to_signal(self, level: CrisisLevel, voice: Voice) -> Html:
        """The answer of this level.

        Raises:
            KeyError: there is nothing to answer at the normal level.
        """
        return self._say(ANSWERS[level], voice)

    def to_denial(self, voice: Voice) -> Html:
        return self._say(DENIED, voice)

    def to_early_wish(self, voice: Voice) -> Html:
        return self._say(NOT_YET, voice)

    def to_return(self, voice: Voice) -> Html:
        return self._say(BACK, voice)

    def _say(self, code: str, voice: Voice) -> Html:
        return self.texts(
            code,
            voice,
            emergency=self.contacts.emergency,
            line=self.contacts.line,
            mobile=self.contacts.line_from_mobile,
        )
