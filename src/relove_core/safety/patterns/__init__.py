"""Ways of saying it, by gravity: the first rule that holds decides, so the gravest come first."""

from relove_core.safety.patterns.burden import BURDEN
from relove_core.safety.patterns.death import DEATH
from relove_core.safety.patterns.edges import EDGES
from relove_core.safety.patterns.farewell import FAREWELL
from relove_core.safety.patterns.friend import FRIEND
from relove_core.safety.patterns.gifts import GIFTS
from relove_core.safety.patterns.glimpses import GLIMPSES
from relove_core.safety.patterns.goodbyes import GOODBYES
from relove_core.safety.patterns.happening import HAPPENING
from relove_core.safety.patterns.hopeless import HOPELESS
from relove_core.safety.patterns.means import MEANS
from relove_core.safety.patterns.methods import METHODS
from relove_core.safety.patterns.no_future import NO_FUTURE
from relove_core.safety.patterns.order import ORDER
from relove_core.safety.patterns.plans import PLANS
from relove_core.safety.patterns.pulls import PULLS
from relove_core.safety.patterns.self_harm import SELF_HARM
from relove_core.safety.patterns.sideways import SIDEWAYS
from relove_core.safety.patterns.thoughts import THOUGHTS
from relove_core.safety.patterns.tired import TIRED
from relove_core.safety.patterns.vanish import VANISH
from relove_core.safety.patterns.wish import WISH

RULES = (
    *PLANS,
    *MEANS,
    *EDGES,
    *HAPPENING,
    *WISH,
    *THOUGHTS,
    *SIDEWAYS,
    *GLIMPSES,
    *METHODS,
    *PULLS,
    *SELF_HARM,
    *FAREWELL,
    *HOPELESS,
    *NO_FUTURE,
    *TIRED,
    *BURDEN,
    *VANISH,
    *FRIEND,
    *ORDER,
    *GIFTS,
    *GOODBYES,
    *DEATH,
)

__all__ = ["RULES"]
