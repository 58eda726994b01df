"""The command over a real database and a model over HTTP: whom it refreshes, what it says, and how it ends."""

import asyncio
import os
import pty
import signal
import subprocess
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from relove_core.profiles.guards import NotOfTheTeam, PersonUnknown
from relove_core.profiles.ports import VersionUnknown
from tests.bot_process import eventually
from tests.integration.worker.commanding import SCRIPT, Command, ended
from tests.integration.worker.portrayed import Rows, asking, composed_worker, rotate
from tests.integration.worker.processes import environment
from tests.model_api import ModelApi

PEOPLE = range(5001, 5005)
VERSIONS = "SELECT user_id, count(*) FROM profile_versions GROUP BY 1 ORDER BY 1"
RUN = "SELECT kind, wanted, updated, unchanged, skipped, failed, is_stopped, finished_at IS NOT NULL FROM rotation_runs"
LEFT = "SELECT count(*) FROM profile_states WHERE asked_at IS NOT NULL OR run_id IS NOT NULL OR lease_until > now()"
NOTHING = {"runs": 0, "versions": 0, "asked": 0}


@pytest.fixture
def command(tmp_path: Path, database_url: str, model: ModelApi) -> Command:
    return Command(folder=tmp_path, settings=asking(model.url, database_url=database_url))


async def written(rows: Rows) -> dict[str, int]:
    return {
        "runs": await rows.value("SELECT count(*) FROM rotation_runs"),
        "versions": await rows.value("SELECT count(*) FROM profile_versions"),
        "asked": await rows.value(LEFT),
    }


async def test_all_who_were_seen_lately_are_refreshed_and_the_figures_told(
    command: Command, rows: Rows, model: ModelApi
) -> None:
    people = await rows.people(PEOPLE)
    await rows.people([6001])
    await rows.execute("UPDATE users SET last_seen_date = now() - interval '31 days' WHERE id = 6001")
    await rows.execute("UPDATE profile_states SET due_at = now() + interval '7 days'")

    said = await command("refresh", "--all", "--batch-size", "3")

    assert said.code == 0, said.err
    assert await rows.all(VERSIONS) == [(person, 1) for person in people]
    assert await rows.all(RUN) == [("asked", 4, 4, 0, 0, 0, False, True)]
    assert await rows.value(LEFT) == 0
    assert len(await model.calls()) == 4
    tokens = await rows.value("SELECT tokens FROM rotation_runs")
    last = said.out.splitlines()[-1]
    assert "обработано 4 — новых 4, без изменений 0, мало данных 0, пропущено 0, не вышло 0" in last
    assert last.endswith(f"Токенов: {tokens}.")
    assert "помогаю" not in said.out


async def test_one_person_is_refreshed_and_nobody_else(command: Command, rows: Rows) -> None:
    await rows.people(PEOPLE)

    code, _ = await command.here("refresh", "--user-id", "5002")

    assert code == 0
    assert await rows.all(VERSIONS) == [(5002, 1)]
    assert await rows.all(RUN) == [("asked", 1, 1, 0, 0, 0, False, True)]


async def test_who_is_due_is_refreshed_as_the_rotation_does_it(command: Command, rows: Rows) -> None:
    await rows.people(PEOPLE)
    await rows.execute("UPDATE profile_states SET due_at = now() + interval '1 day' WHERE user_id > 5002")

    code, _ = await command.here("refresh", "--due")

    assert code == 0
    assert await rows.all(VERSIONS) == [(5001, 1), (5002, 1)]
    assert await rows.all(RUN) == [("scheduled", None, 2, 0, 0, 0, False, True)]


async def test_asked_again_without_anything_new_no_model_is_asked(
    command: Command, rows: Rows, model: ModelApi
) -> None:
    await rows.people([5001])
    await command.here("refresh", "--user-id", "5001")

    _, said = await command.here("refresh", "--all")

    assert "новых 0, без изменений 1" in said
    assert len(await model.calls()) == 1


@pytest.mark.parametrize(
    ("whom", "told"),
    [
        (
            ["--all"],
            "Обновились бы 1 из 4 портретов, пропущены были бы 3: заблокировали бота 1, без согласия 1, в кризисе 1.",
        ),
        (
            ["--due"],
            "Обновились бы 0 из 3 портретов, пропущены были бы 3: заблокировали бота 1, без согласия 1, в кризисе 1.",
        ),
        (["--user-id", "5002"], "Обновились бы 0 из 1 портретов, пропущены были бы 1: заблокировали бота 1, без"),
    ],
)
async def test_a_dry_run_counts_asks_nobody_and_writes_nothing(
    command: Command, rows: Rows, model: ModelApi, whom: list[str], told: str
) -> None:
    await rows.people(PEOPLE)
    await rows.execute("UPDATE profile_states SET due_at = now() + interval '1 day' WHERE user_id = 5001")
    await rows.execute("UPDATE users SET is_active = false WHERE id = 5002")
    await rows.execute("DELETE FROM consents WHERE user_id = 5003 AND kind = 'data'")
    await rows.execute(
        "INSERT INTO safety_states (user_id, level, highest, since) VALUES (5004, 'crisis', 'crisis', now())"
    )

    code, said = await command.here("refresh", *whom, "--dry-run")

    assert code == 0
    assert said.startswith(told)
    assert await written(rows) == NOTHING
    assert await model.calls() == []


async def test_who_may_not_be_portrayed_is_passed_over_and_counted(command: Command, rows: Rows) -> None:
    await rows.people(PEOPLE)
    await rows.execute("DELETE FROM consents WHERE user_id = 5003 AND kind = 'data'")

    code, said = await command.here("refresh", "--all")

    assert code == 0
    assert "новых 3, без изменений 0, мало данных 0, пропущено 1, не вышло 0" in said


async def test_where_some_fail_the_code_says_so_and_they_are_tried_again_later(
    command: Command, rows: Rows, model: ModelApi
) -> None:
    await rows.people([5001, 5002])
    await model.faults({"kind": "500"})

    code, said = await command.here("refresh", "--all")

    assert code == 1
    assert "не вышло 2" in said
    assert "Не вышло: модель не ответила (llm.failed) — 2." in said
    assert await rows.value("SELECT count(*) FROM profile_states WHERE asked_at > now()") == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_ctrl_c_gives_back_what_is_in_flight_and_stops_the_run(
    command: Command, rows: Rows, model: ModelApi, number: signal.Signals
) -> None:
    await rows.people(range(5001, 5021))
    await model.faults({"kind": "slow", "seconds": 0.1, "times": 4}, {"kind": "slow", "seconds": 60})
    async with command.running("refresh", "--all", "--batch-size", "4") as process:
        await eventually(model.calls, lambda calls: len(calls) == 8)
        process.send_signal(number)
        said = await ended(process)

    assert said.code == 130
    assert "Остановлено." in said.out
    assert "обработано 4 — новых 4" in said.out
    assert len(await rows.all(VERSIONS)) == 4
    assert await rows.all(RUN) == [("asked", 20, 4, 0, 0, 0, True, True)]
    assert await rows.value(LEFT) == 0


async def test_after_ctrl_c_the_rotation_goes_on_without_us(command: Command, rows: Rows, model: ModelApi) -> None:
    people = await rows.people(PEOPLE)
    await model.faults({"kind": "slow", "seconds": 60})
    async with command.running("refresh", "--due") as process:
        await eventually(model.calls, lambda calls: len(calls) == 4)
        process.send_signal(signal.SIGINT)
        said = await ended(process)
    assert said.code == 130
    assert "Проход продолжают воркеры" in said.out

    await model.faults()
    async with composed_worker(command.settings["database_url"], **asking(model.url)) as worker:
        await rotate(worker)

    assert await rows.all(VERSIONS) == [(person, 1) for person in people]


async def test_after_a_kill_the_same_command_goes_on(command: Command, rows: Rows, model: ModelApi) -> None:
    people = await rows.people(range(5001, 5013))
    await model.faults({"kind": "slow", "seconds": 0.1, "times": 2}, {"kind": "slow", "seconds": 60})
    async with command.running("refresh", "--all", "--batch-size", "2") as process:
        await eventually(model.calls, lambda calls: len(calls) == 4)
        process.kill()
        await process.wait()
    await model.faults()
    await rows.execute("UPDATE profile_states SET lease_until = now() WHERE lease_until IS NOT NULL")

    code, said = await command.here("refresh", "--all")

    assert code == 0
    assert "обработано 12" in said
    assert await rows.all(VERSIONS) == [(person, 1) for person in people]
    assert await rows.all(RUN) == [("asked", 12, 12, 0, 0, 0, False, True)]


async def test_who_was_left_by_a_kill_is_refreshed_by_the_same_command(
    command: Command, rows: Rows, model: ModelApi
) -> None:
    await rows.people([5001])
    await model.faults({"kind": "slow", "seconds": 60})
    async with command.running("refresh", "--user-id", "5001") as process:
        await eventually(model.calls, lambda calls: len(calls) == 1)
        process.kill()
        await process.wait()
    await model.faults()
    await rows.execute("UPDATE profile_states SET lease_until = now()")

    code, _ = await command.here("refresh", "--user-id", "5001")

    assert code == 0
    assert await rows.all(VERSIONS) == [(5001, 1)]
    assert await rows.all(RUN) == [("asked", 1, 1, 0, 0, 0, False, True)]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["refresh"], "нужно выбрать одно из --all --due --user-id"),
        (["refresh", "--all", "--batch-size", "0"], "«0» — нужно целое число от 1 до 100"),
        (["refresh", "--all", "--batch-size", "-1"], "«-1» — нужно целое число от 1 до 100"),
        (["refresh", "--all", "--batch-size", "много"], "«много» — нужно целое число от 1 до 100"),
        (["refresh", "--user-id", "999"], "Участника с таким номером нет."),
    ],
)
async def test_a_wrong_order_is_told_why_and_changes_nothing(
    command: Command, rows: Rows, model: ModelApi, words: list[str], told: str
) -> None:
    await rows.people([5001])

    said = await command(*words)

    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert "Traceback" not in said.err
    assert await written(rows) == NOTHING
    assert await model.calls() == []


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (["refresh", "--user-id", "999", "--dry-run"], PersonUnknown),
        (["versions", "--user-id", "999"], PersonUnknown),
        (["compare", "--user-id", "5001", "1", "2"], VersionUnknown),
        (["roll-back", "--user-id", "5001", "--version", "1", "--by", "1", "--reason", "так надо"], NotOfTheTeam),
    ],
)
async def test_what_is_not_there_is_refused(
    command: Command, rows: Rows, words: list[str], refusal: type[Exception]
) -> None:
    await rows.people([5001])
    with pytest.raises(refusal):
        await command.here(*words)

    assert await written(rows) == NOTHING


@pytest.mark.parametrize(
    ("setting", "code", "told"),
    [
        ({"database_url": "postgresql://nobody:x@127.0.0.1:1/none"}, 1, "База данных недоступна"),
        ({"rotation_batch": "0"}, 2, "RELOVE_ROTATION_BATCH: недопустимое значение"),
        ({"llm_api_key": ""}, 2, "RELOVE_LLM_API_KEY не задана"),
    ],
)
async def test_what_is_wrong_around_it_is_a_sentence(
    command: Command, rows: Rows, setting: dict[str, str], code: int, told: str
) -> None:
    await rows.people([5001])
    wrong = Command(folder=command.folder, settings=command.settings | setting)

    said = await wrong("refresh", "--all")

    assert (said.code, said.out) == (code, "")
    assert told in said.err
    assert "Traceback" not in said.err
    assert await written(rows) == NOTHING


async def test_versions_are_listed_compared_and_rolled_back(command: Command, rows: Rows) -> None:
    await rows.people([5001, 5002])
    await rows.execute("UPDATE users SET is_admin = true WHERE id = 5002")
    await command.here("refresh", "--user-id", "5001")
    await rows.say([5001], ["Сегодня я впервые за долгое время выспалась и никому не помогала."], after=4)
    await command.here("refresh", "--user-id", "5001")
    newer, older = (row[0] for row in await rows.all("SELECT id FROM profile_versions ORDER BY id DESC"))

    with capture_logs() as logs:
        _, listed = await command.here("versions", "--user-id", "5001")
        _, compared = await command.here("compare", "--user-id", "5001", str(newer), str(older))
        back = ("roll-back", "--user-id", "5001", "--version", str(older), "--by", "5002", "--reason", "Прежний точнее")
        await command.here(*back)
    again = await command("versions", "--user-id", "5001")

    assert f"№ {newer} · сейчас" in listed
    assert f"№ {older} · " in listed
    assert await rows.value("SELECT psychological_summary FROM profile_versions WHERE id = $1", newer) in listed
    assert "➕" in compared
    made = await rows.all("SELECT author, made_by, reason, restores FROM profile_versions ORDER BY id DESC LIMIT 1")
    assert made == [("admin", 5002, "Прежний точнее", older)]
    assert [entry["event"] for entry in logs] == ["profile.opened", "profile.opened", "profile.rolled_back"]
    assert "помогаю" not in repr(logs)
    assert (again.code, f"Это версия № {older}. Почему: Прежний точнее" in again.out) == (0, True)
    assert '"event": "profile.opened"' in again.err, "beside what is shown, not in it"


async def test_who_has_no_portrait_yet_is_said_to_have_none(command: Command, rows: Rows) -> None:
    await rows.people([5001])

    assert await command.here("versions", "--user-id", "5001") == (0, "У участника 5001 ещё нет портрета.\n\n")


async def test_ctrl_c_ends_the_command_though_the_database_hangs(command: Command, rows: Rows, model: ModelApi) -> None:
    await rows.people([5001])
    await model.faults({"kind": "slow", "seconds": 60})
    async with command.running("refresh", "--all") as process:
        await eventually(model.calls, lambda calls: len(calls) == 1)
        async with rows.connection.transaction():
            await rows.execute("LOCK TABLE profile_states, rotation_runs")
            process.send_signal(signal.SIGINT)
            said = await ended(process)

    assert said.code == 130
    assert "Прервано, не дождавшись базы данных." in said.out


async def test_in_a_terminal_there_is_a_bar(command: Command, rows: Rows) -> None:
    await rows.people(PEOPLE)
    ours, theirs = pty.openpty()
    settings = environment(**command.settings) | {"TERM": "xterm-256color", "COLUMNS": "160"}

    process = subprocess.Popen([SCRIPT, "refresh", "--all"], env=settings, cwd=command.folder, stdout=theirs)  # noqa: ASYNC220 - read to its end below
    os.close(theirs)
    shown = await read_all(ours)

    assert process.wait() == 0
    assert "━" in shown
    assert "4/4" in shown
    assert "новых 4" in shown


async def read_all(terminal: int) -> str:
    """Until the other end is closed; the loop stays free for the model."""

    def read() -> bytes:
        parts = []
        try:
            while part := os.read(terminal, 4096):
                parts.append(part)
        except OSError:  # a terminal that nobody writes to any more
            os.close(terminal)
        return b"".join(parts)

    return (await asyncio.to_thread(read)).decode()
