"""Show a person their profile in plain words."""

from dataclasses import dataclass

from relove_core.delivery.model import Cause, Outgoing
from relove_core.journey.model import Stage
from relove_core.journey.titles import title_code
from relove_core.markup import Html, bullets, pack
from relove_core.profiles.model import CELLS, Profile, profile_from
from relove_core.safety.ready import require_ready
from relove_core.texts import Texts, Voice
from relove_core.transactions import Begin
from relove_core.users.model import Contact
from relove_core.users.ports import UsersTx


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowProfile:
    begin: Begin[UsersTx]
    texts: Texts

    async def __call__(self, cause: Cause, contact: Contact) -> None:
        """Changes nothing, whatever is going on."""
        require_ready(contact)
        async with self.begin() as tx:
            user = await tx.users.get(contact.user_id)
            blocks = self._blocks(profile_from(user.metaphysical_profile if user else None), contact)
            answer = (Outgoing(chat_id=cause.chat_id, user_id=contact.user_id, html=html) for html in pack(blocks))
            await tx.deliveries.finish(cause, list(answer))

    def _blocks(self, profile: Profile, contact: Contact) -> list[Html]:
        voice = contact.voice
        blocks = [self.texts("profile-title", voice), self._scale(profile, voice)]
        core = (profile.core_issue,) if profile.core_issue else ()
        psychotype = (profile.psychotype,) if profile.psychotype else ()
        sections = {
            "diagnosis-psychotype": psychotype,
            "diagnosis-strengths": profile.strengths,
            "diagnosis-triggers": profile.triggers,
            "summary-patterns": profile.patterns,
            "summary-core-issue": core,
            "summary-themes": profile.themes,
        }
        blocks += [bullets(self.texts(code, voice), items) for code, items in sections.items() if items]
        if contact.stage:
            stage = self.texts(title_code(Stage(contact.stage), contact), voice)
            blocks.append(self.texts("profile-stage", voice, stage=stage))
        return blocks

    def _scale(self, profile: Profile, voice: Voice) -> Html:
        if profile.light is None:
            return self.texts("profile-not-enough", voice)
        bar = "▰" * profile.light + "▱" * (CELLS - profile.light)
        return self.texts("profile-scale", voice, bar=bar, light=profile.light)
