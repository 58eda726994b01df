"""Ways of saying it, by gravity: the first rule that holds decides, so the gravest come first."""

from relove_core.safety.patterns.apart import APART
from relove_core.safety.patterns.cues import CUES
from relove_core.safety.patterns.explicit import EXPLICIT
from relove_core.safety.patterns.glimpses import GLIMPSES
from relove_core.safety.patterns.harm import HARM
from relove_core.safety.patterns.hopeless import HOPELESS
from relove_core.safety.patterns.imminent import IMMINENT
from relove_core.safety.patterns.leaving import LEAVING
from relove_core.safety.patterns.wishes import WISHES

RULES = tuple(sorted((*IMMINENT, *EXPLICIT, *HARM, *WISHES, *GLIMPSES, *HOPELESS, *APART, *LEAVING, *CUES), key=lambda rule: -rule.level.rank))

__all__ = ["RULES"]
