"""What a model is asked about a person's stage, and how much of its answer is believed."""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, Field

from relove_core.journey.model import Author, Proposal, Stage
from relove_core.markup import clean, clip
from relove_core.redaction import Hidden

QUOTE_CHARS = 1000
REASON_CHARS = 500


class StageProposal(BaseModel):
    """Where a model sees a person, how sure it is, and the words of theirs that show it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stage: Stage
    confidence: float = Field(ge=0, le=1)
    quote: str | None = Field(default=None, max_length=QUOTE_CHARS)
    reason: str = ""


def believed(found: StageProposal, hidden: Hidden, *, said: Iterable[str], shown: Iterable[str] = ()) -> Proposal:
    """The proposal with everything put back in place.

    Output of a model is untrusted: words that stand in none of the texts that the person ``said`` are no quotation, nor
    in any of these as they were ``shown`` to the model. There a name is back in the nominative.
    """
    raw = (found.quote or "").strip()
    quote = hidden.restore(raw)
    is_theirs = bool(raw) and (any(quote in text for text in said) or any(raw in text for text in shown))
    return Proposal(
        stage=found.stage,
        confidence=found.confidence,
        reason=clip(clean(hidden.restore(found.reason)), REASON_CHARS),
        quote=quote if is_theirs else None,
        author=Author.MODEL,
    )
