"""The short sentence before a question: an echo of the person's words, or an answer to how they answered."""

from relove_adapters.llm.scripted.choosing import Chosen, Context, choose
from relove_adapters.llm.scripted.quoting import Fragment
from relove_adapters.llm.scripted.shelves import Phrase, Shelves
from relove_adapters.llm.scripted.themes import current_theme
from relove_adapters.llm.scripted.wording import quotations

#: Kinds of answers that a lead of their own takes up.
_ANSWERED = frozenset({"yes", "no", "dont_know", "fine", "laugh", "thanks", "short", "long", "confused", "greeting"})
#: Bodies that bring everything with them.
_WHOLE = ("reactions/", "care/", "moves/", "contradictions/", "arc/callback", "arc/farewell", "arc/not_the_core")
_ABOUT_THE_PLAN = ("arc/when", "arc/obstacle")
_UNLED = ("/openings", "arc/returning", "/closings", "arc/after", "arc/sealed", "arc/which", "arc/more")
_CHARGED = 4.0


def lead_to(context: Context, body: Phrase, shelves: Shelves) -> Chosen | None:
    now = context.scene.now
    room = 3 - body.sentences
    if now is None or room < 1 or body.place.startswith(_WHOLE) or body.place.endswith(_UNLED):
        return None
    if body.place in _ABOUT_THE_PLAN and "plan" in context.cues:
        return choose(context, shelves["leads/plan"], sentences=room)
    if body.place == "arc/smaller":
        return choose(context, shelves["leads/balking"], sentences=room)
    if now.kind in _ANSWERED:
        place = _answering(context)
        if place == _last_lead(context) and now.kind != "dont_know":
            return None
        return choose(context, (p for p in shelves[place] if not (p.slots and body.slots)), sentences=room)
    if body.slots or not now.speaks():
        return None
    if context.scene.is_tender:
        return choose(context, shelves["leads/tender"], sentences=room)
    return _mirror(context, body, shelves, room) if _is_time_for_a_mirror(context, now.best()) else None


def _last_lead(context: Context) -> str:
    spoken = [e for e in context.scene.exchanges if e.asked]
    said = spoken[-1].said if spoken else None
    return said.lead.place if said and said.lead else ""


def _answering(context: Context) -> str:
    now = context.scene.now
    kind = now.kind if now else ""
    if context.scene.thread.endswith("/core") and kind in {"yes", "no"}:
        return f"leads/core_{kind}"
    return f"leads/{kind}"


def _is_time_for_a_mirror(context: Context, fragment: Fragment | None) -> bool:
    """Not in every turn: right after one with their words only when the new words weigh much, and never thrice."""
    spoken = [bool(quotations(e.asked)) for e in context.scene.exchanges if e.asked]
    if "quote" not in context.words or fragment is None or all(spoken[-2:]):
        return False
    return not spoken[-1] or fragment.charge >= _CHARGED


def _mirror(context: Context, body: Phrase, shelves: Shelves, room: int) -> Chosen | None:
    theme = body.place.split("/")[1] if body.place.startswith("themes/") else current_theme(context.scene)
    is_on_theme = theme is not None and context.scene.scores[-1].get(theme, 0) >= 1
    own = (f"themes/{theme}/mirrors",) if is_on_theme else ()
    places = (*own, f"stages/{context.scene.stage}/mirrors", "leads/mirror")
    return choose(context, (p for place in places for p in shelves[place]), sentences=room)
