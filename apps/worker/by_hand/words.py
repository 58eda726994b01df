"""What the command says about runs, in Russian."""

from collections.abc import Mapping

from rich.console import Console

from relove_core.llm import ModelFailed, ModelMisconfigured, ModelsOff, SpendingCapReached
from relove_core.profiles.foresight import Foreseen
from relove_core.profiles.refresh_profile import LOST
from relove_core.profiles.rotation import RotationRun, RunKind
from relove_core.telegram import ReadLater

UNTOLD = "unexpected"
"""What nobody has a code for; the log has it."""
WHY = {
    ModelFailed.code: "модель не ответила",
    ModelMisconfigured.code: "модель настроена неверно: ключ, имя, адрес или счёт",
    SpendingCapReached.code: "деньги на модели на сегодня кончились",
    ModelsOff.code: "модели выключены",
    ReadLater.code: "Телеграм просит подождать",
    UNTOLD: "непредвиденное, подробности в логе",
    LOST: "работа над портретом обрывалась уже несколько раз",
}
REFUSED = "портрет не прошёл проверку"


def outcomes(run: RotationRun) -> str:
    told = {
        "новых": run.updated,
        "без изменений": run.unchanged,
        "мало данных": run.insufficient,
        "пропущено": run.skipped,
        "не вышло": run.failed,
    }
    return ", ".join(f"{what} {count}" for what, count in told.items())


def figures(run: RotationRun) -> str:
    """At the end; a run that goes on without us has no time yet."""
    took = f" за {run.took.total_seconds():.1f} с" if run.took else ""
    return f"Проход № {run.id}{took}: обработано {run.processed} — {outcomes(run)}. Токенов: {run.tokens}."


def failures(reasons: Mapping[str, int]) -> str:
    """What the code of a failure means, where there are words for it; the commonest first."""
    told = sorted(reasons.items(), key=lambda one: -one[1])
    return "Не вышло: " + ", ".join(f"{WHY.get(code, REFUSED)} ({code}) — {count}" for code, count in told) + "."


def foreseen_in_words(foreseen: Foreseen) -> str:
    why = f"заблокировали бота {foreseen.inactive}, без согласия {foreseen.no_consent}, в кризисе {foreseen.held}"
    return (
        f"Обновились бы {foreseen.refreshed} из {foreseen.people} портретов, "
        f"пропущены были бы {foreseen.skipped}: {why}.\n"
        "Модель никто не спрашивал, ничего не записано."
    )


def beginning(run: RotationRun, *, is_ours: bool) -> str:
    kind = "Ротация" if run.kind is RunKind.SCHEDULED else "Проход"
    return f"{kind} № {run.id}. Ctrl-C — остановить." if is_ours else f"{kind} № {run.id}. Ctrl-C — больше не помогать."


def say(console: Console, text: str) -> None:
    """As it is: what people and models wrote is no markup of the terminal."""
    console.print(text, markup=False, highlight=False, soft_wrap=True)
