"""Another provider, where one has no answer."""

from collections.abc import Sequence

from relove_adapters.llm.asking import A, Asking, Question
from relove_adapters.llm.instructing import InstructionsMissing
from relove_adapters.llm.timer import Timer
from relove_core.errors import Unavailable
from relove_core.llm import ModelsOff, NothingHeard
from relove_core.transactions import StorageUnavailable


class Fallback:
    """Asks one after the other. Each leaves the next one ``leave_s``: time for an attempt."""

    def __init__(self, providers: Sequence[Asking], *, timer: Timer, leave_s: float) -> None:
        self._providers = providers
        self._timer = timer
        self._leave_s = leave_s

    async def ask(self, question: Question[A], *, until: float) -> A:
        """Without our own storage or instructions, or words in a sound, another provider is of no use."""
        failed: Unavailable = ModelsOff("there is no provider")
        for left, provider in reversed(list(enumerate(reversed(self._providers)))):
            try:
                return await provider.ask(question, until=until - left * self._leave_s)
            except (StorageUnavailable, InstructionsMissing, NothingHeard):
                raise
            except Unavailable as e:
                failed = e
        raise failed
